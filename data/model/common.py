# SPDX-License-Identifier: GPL-3.0-or-later
"""What the parts of training share: the labelled messages, the program's features, the model's file, and how recall is counted."""
import glob
import json
import os
import re
import struct
import subprocess

import numpy as np
import scipy.sparse as sparse

HERE = os.path.dirname(os.path.abspath(__file__))
EXAMPLES = os.path.join(HERE, '..', 'examples')
LABELS = ('grievance_staff grievance_child grievance_parent current_affairs anger abuse threat defamation disrespect dont_know privacy '
          'one_to_one off_topic leave_judgement').split()
ANY, SERIOUS, OUTPUTS = 14, 15, 16
VERSION = 7


def program():
    return os.environ.get('TACT') or os.path.join(HERE, '..', '..', 'build', 'core', 'cli', 'tact')


def example_files():
    """Each file had one writer.  The contrastive files (c*) train and are never what figures are told from."""
    return [os.path.join(EXAMPLES, 'messages.jsonl')] + sorted(glob.glob(os.path.join(EXAMPLES, '[acmn][0-9]*.jsonl')))


class Messages:
    """`ordinary`: a file in the same form of messages that are nobody's concern, such as public chat, which trains and is not kept in the repository."""

    def __init__(self, paths, ordinary=None):
        self.paths, self.rows = paths + [ordinary] * bool(ordinary), []
        for path in self.paths:
            writer = 'ordinary' if path == ordinary else os.path.basename(path).split('_')[0].split('.')[0]
            with open(path, encoding='utf-8') as lines:
                self.rows += [dict(json.loads(line), writer=writer) for line in lines if line.strip()]
        self.writer = np.array([row['writer'] for row in self.rows])
        self.labels = np.array([[label in row['labels'] for label in LABELS] for row in self.rows])
        self.any = self.labels.any(1)
        self.serious = np.array([row['severity'] == 'serious' for row in self.rows])
        self.targets = np.column_stack([self.labels, self.any, self.serious])
        self.measured = np.array([w[0] in 'mn' for w in self.writer])
        self.held_out = sorted(set(self.writer[self.measured]))


def features(paths):
    """Per message four arrays of hashes, from the program itself."""
    out = subprocess.run([program(), 'train', 'features', *paths], check=True, stdout=subprocess.PIPE).stdout
    numbers, at, rows = np.frombuffer(out, np.uint32), 0, []
    while at < len(numbers):
        row = []
        for _ in range(4):
            count = int(numbers[at])
            row.append(numbers[at + 1:at + 1 + count])
            at += 1 + count
        rows.append(row)
    return rows


def surest_rules(paths):
    """Per message the sureness of the surest rule that hits; 0: none."""
    out = subprocess.run([program(), 'train', 'rules', *paths], check=True, stdout=subprocess.PIPE).stdout
    return np.frombuffer(out, np.float32)


# Rules of signs that the pieces of words do not hold: what they hit the classifier cannot read.
UNREAD = ['abuse-emoji']


def known_rules():
    """The ids of the rules of the English packs that the classifier may doubt, as fnv1a() of core/language/model.cpp, sorted."""
    out = []
    for path in glob.glob(os.path.join(HERE, '..', 'packs', 'en', '**', '*.rule'), recursive=True):
        with open(path, encoding='utf-8') as file:
            for rule in set(re.findall(r'^\[([a-z0-9-]+)\]', file.read(), re.M)).difference(UNREAD):
                number = 0x811C9DC5
                for byte in rule.encode():
                    number = (number ^ byte) * 0x01000193 & 0xFFFFFFFF
                out.append(number)
    return np.unique(np.array(out, np.uint32))


def matrix(rows, known=None, least=2):
    """Sparse messages x features; each kind shares out one part in the square root of its count (counts: one each)."""
    lengths = [[len(kind) for kind in row] for row in rows]
    hashes = np.concatenate([kind for row in rows for kind in row])
    values = np.concatenate([np.full(n, 1 / np.sqrt(max(n, 1)) if k < 3 else 1.0, np.float32) for row in lengths for k, n in enumerate(row)])
    kinds = np.concatenate([np.full(n, k, np.int8) for row in lengths for k, n in enumerate(row)])
    owner = np.repeat(np.arange(len(rows)), [sum(row) for row in lengths])
    if known is None:
        pairs = np.unique(np.stack([owner.astype(np.uint64), hashes.astype(np.uint64)]), axis=1)
        found, count = np.unique(pairs[1], return_counts=True)
        known = found[count >= least].astype(np.uint32)
    place = np.searchsorted(known, hashes).clip(max=len(known) - 1)
    ok = known[place] == hashes
    x = sparse.csr_matrix((values[ok], (owner[ok], place[ok])), shape=(len(rows), len(known)))
    kind_of = np.zeros(len(known), np.int8)
    kind_of[place[ok]] = kinds[ok]
    return x, known, kind_of


def log_odds(p):
    p = np.clip(p, 1e-5, 1 - 1e-5)
    return np.log(p / (1 - p))


def recall_at(score, wanted, clean, share):
    """Recall of `wanted` when `share` of `clean` is over the limit; the limit too."""
    limit = np.sort(score[clean])[::-1][int(share * clean.sum())]
    return (score[wanted] > limit).mean(), limit


def checksum(data):
    data = data[:len(data) // 16 * 16]
    words = np.frombuffer(data, np.uint32).reshape(-1, 4)
    sums = [1, 2, 3, 4]
    for k in range(4):
        s = sums[k]
        for word in words[:, k].tolist():
            s = ((s ^ word) * 0x9E3779B1 + (s >> 16)) & 0xFFFFFFFF
        sums[k] = s
    return (sums[0] ^ sums[1] * 3 ^ sums[2] * 5 ^ sums[3] * 7) & 0xFFFFFFFF


def write_file(path, sections):
    """The format of core/language/model_file.h."""
    head = 8 + 16
    at = head + 24 * len(sections)
    table, body = b'', b''
    start = -(-at // 64) * 64
    for name, numbers in sections.items():
        raw = np.ascontiguousarray(numbers).tobytes()
        table += struct.pack('<16sII', name.encode(), start, len(raw))
        body += raw + b'\0' * (-len(raw) % 64)
        start += len(raw) + (-len(raw) % 64)
    rest = table + b'\0' * (-(-at // 64) * 64 - at) + body
    size = head + len(rest)
    with open(path, 'wb') as file:
        file.write(struct.pack('<8sIIII', b'TACTMODL', VERSION, len(sections), checksum(rest), size) + rest)
    return size


def read_file(path):
    """The sections of a model's file as bytes, by name."""
    with open(path, 'rb') as file:
        held = file.read()
    sections = {}
    for at in range(struct.unpack_from('<I', held, 12)[0]):
        name, start, size = struct.unpack_from('<16sII', held, 24 + 24 * at)
        sections[name.rstrip(b'\0').decode()] = np.frombuffer(held, np.uint8, size, start)
    return sections
