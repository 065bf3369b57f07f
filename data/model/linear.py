# SPDX-License-Identifier: GPL-3.0-or-later
"""The first stage: one logistic regression an output over hashed features, pruned and rounded to 8 bits."""
import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression

from common import LABELS, OUTPUTS

C = 30.0
# How much each kind of feature may say: words, parts of words, the line before, counts.
WEIGHT = np.array([1.0, 1.0, 0.7, 0.3])
KEPT = 29000
SEEN_BITS = 1 << 19


# Ordinary chat between two people is no example of what is no talk between two, nor of what a group is for, nor of what answers a question.
UNTOLD = [LABELS.index(label) for label in ('one_to_one', 'off_topic', 'dont_know')]


class Linear:
    def fit(self, x, kind, targets, ordinary):
        """`ordinary`: which messages are ordinary chat."""
        df = np.bincount(x.indices, minlength=x.shape[1])
        rarity = np.where(kind < 3, (np.log(x.shape[0] / np.maximum(df, 1)) + 1) / 4, 1.0)
        scale = WEIGHT[kind] * rarity
        scaled = (x @ sparse.diags(scale)).tocsr()
        self.weights, self.bias = np.zeros((x.shape[1], OUTPUTS), np.float32), np.zeros(OUTPUTS, np.float32)
        for output in range(OUTPUTS):
            which = ~ordinary if output in UNTOLD else np.ones(len(targets), bool)
            fitted = LogisticRegression(C=C, solver='liblinear', dual=True, tol=0.02, max_iter=200, random_state=1).fit(scaled[which], targets[which, output])
            self.weights[:, output], self.bias[output] = fitted.coef_[0] * scale, fitted.intercept_[0]
        return self

    def logits(self, x):
        return np.asarray(x @ self.weights) + self.bias

    def prune(self, x, kept=KEPT):
        """Keeps what moves the outputs most, over all messages."""
        much = np.asarray(abs(x).power(2).sum(0)).ravel()
        worth = np.sqrt(much) * np.abs(self.weights).max(1)
        gone = np.argsort(-worth)[kept:]
        self.weights[gone] = 0
        return self

    def round(self):
        self.step = np.abs(self.weights).max(0) / 127
        self.small = np.rint(self.weights / self.step).astype(np.int8)
        self.weights = self.small * self.step
        return self

    def sections(self, known):
        kept = np.flatnonzero(self.small.any(1))
        return {**entries_of(np.asarray(known)[kept].astype(np.uint32), self.small[kept]), 'scale': self.step.astype(np.float32), 'bias': self.bias}


def entries_of(keys, rows):
    """A bit for each key, and key and weights beside each other in the order of these bits: how many bits come before its own says where a key is."""
    order = np.lexsort((keys, keys & (SEEN_BITS - 1)))
    entries = np.zeros(len(keys), np.dtype([('key', np.uint32), ('row', np.int8, OUTPUTS)]))
    entries['key'], entries['row'] = keys[order], rows[order]
    seen = np.zeros(SEEN_BITS, bool)
    seen[keys & (SEEN_BITS - 1)] = True
    return {'seen': np.packbits(seen, bitorder='little'), 'entries': entries}
