# SPDX-License-Identifier: GPL-3.0-or-later
"""Text as pieces of words, like core/language/pieces.cpp: SentencePiece's unigram model over the vocabulary of the Universal Sentence Encoder lite."""
import unicodedata

import numpy as np

MOST, NONE = 64, 0xFFFF


class Pieces:
    """`scored`: (piece, log probability or None) in order; None and the first six are control symbols that no text has."""

    def __init__(self, scored):
        self.scored = scored
        self.of = {piece: (score, number) for number, (piece, score) in enumerate(scored) if score is not None and score < 0}
        self.longest = max(map(len, self.of))

    def cut(self, text):
        text = unicodedata.normalize('NFKC', text)
        if not text:
            return []
        text = '\u2581' + text.replace(' ', '\u2581')
        size = len(text)
        best, piece, start = [0.0] * (size + 1), [0] * (size + 1), list(range(-1, size))
        for end in range(1, size + 1):
            for begin in range(max(0, end - self.longest), end):
                found = self.of.get(text[begin:end])
                if found and (best[end] == 0 or found[0] + best[begin] >= best[end]):
                    best[end], piece[end], start[end] = found[0] + best[begin], found[1], begin
        out, at = [], size
        while at > 0:
            if not (out and out[-1] == 0 and piece[at] == 0):
                out.append(piece[at])
            at = start[at]
        return out[::-1][:MOST]

    def sections(self):
        """A trie of bytes in breadth-first order."""
        tree = {}
        for word, (_, number) in self.of.items():
            node = tree
            for byte in word.encode():
                node = node.setdefault(byte, {})
            node[None] = number
        first, labels, ends, nodes = [], [0], [NONE], [tree]
        for node in nodes:
            first.append(len(labels))
            for byte in sorted(key for key in node if key is not None):
                labels.append(byte)
                ends.append(node[byte].get(None, NONE))
                nodes.append(node[byte])
        first.append(len(labels))
        scores = [score if score is not None else 0.0 for _, score in self.scored]
        return {'p.first': np.array(first, np.uint32), 'p.bytes': np.array(labels, np.uint8), 'p.ends': np.array(ends, np.uint16),
                'p.scores': np.array(scores, np.float32)}


def from_sections(held):
    first, labels, ends = held['p.first'].view(np.uint32), held['p.bytes'], held['p.ends'].view(np.uint16)
    scores = held['p.scores'].view(np.float32)
    words = [b''] * len(labels)
    scored = [(None, None)] * len(scores)
    for node in range(len(labels)):
        for child in range(first[node], first[node + 1]):
            words[child] = words[node] + bytes([labels[child]])
        if ends[node] != NONE:
            scored[ends[node]] = (words[node].decode(), float(scores[ends[node]]))
    return Pieces([(word or '', score) for word, score in scored])
