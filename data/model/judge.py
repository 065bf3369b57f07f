# SPDX-License-Identifier: GPL-3.0-or-later
"""From outputs to decisions, fitted on messages of writers that the fitted models had not seen."""
import numpy as np
from sklearn.linear_model import LogisticRegression

from common import ANY, LABELS, OUTPUTS, SERIOUS, known_rules

# Of 1,000 messages that were fine, this many may be asked about; what speaks without the classifier (pictures, numbers, disguises) needs the rest of the
# two per cent.
BUDGET = 0.0175
FURTHER = 0.5
# A serious message missed is worth so many others.
GRAVITY = 2
# Hostility that is less likely than not is left to the rules.
LEAST = {'anger': 0.5, 'abuse': 0.5, 'threat': 0.5, 'disrespect': 0.5}
# Of what both stages would hold, the first may keep this much from the second's sight.  At 0.01 the second was asked nearly twice as often.
LOST = 0.03


def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -60, 60)))


def least_of_labels():
    return np.array([LEAST.get(label, 0) for label in LABELS])


def mixture(first, second, targets):
    """Weights of the two stages per output: half what suits this output, half what suits them all."""
    pooled = LogisticRegression(C=1e3).fit(np.column_stack([first.ravel(), second.ravel()]), targets.ravel()).coef_[0]
    mix = np.zeros((2, OUTPUTS), np.float32)
    for output in range(OUTPUTS):
        own = LogisticRegression(C=1e3).fit(np.column_stack([first[:, output], second[:, output]]), targets[:, output]).coef_[0]
        mix[:, output] = np.maximum(0, (own + pooled) / 2)
    return mix


class Judge:
    def fit(self, logits, targets):
        self.slope, self.offset = np.ones(OUTPUTS, np.float32), np.zeros(OUTPUTS, np.float32)
        for output in range(OUTPUTS):
            fitted = LogisticRegression(C=1e3).fit(logits[:, output:output + 1], targets[:, output])
            self.slope[output], self.offset[output] = fitted.coef_[0, 0], fitted.intercept_[0]
        weight = np.where(targets[:, SERIOUS], GRAVITY, 1)
        fitted = LogisticRegression(C=1.0).fit(self.evidence(logits), targets[:, ANY], sample_weight=weight)
        self.joint_weights = np.concatenate([fitted.intercept_, fitted.coef_[0]]).astype(np.float32)
        joint, clean = self.joint(logits), ~targets[:, ANY].astype(bool)
        self.limit = np.sort(joint[clean])[::-1][int(BUDGET * clean.sum())]
        z, spoken = self.calibrated(logits), joint >= self.limit
        greatest = z[:, :len(LABELS)].argmax(1)
        right = targets[np.arange(len(z)), greatest]
        fitted = LogisticRegression(C=1e3).fit(z[np.arange(len(z)), greatest][spoken, None], right[spoken])
        self.sure = fitted.coef_[0, 0], fitted.intercept_[0]
        return self

    def calibrated(self, logits):
        return logits * self.slope + self.offset

    def speaks(self, logits):
        """Over the limit, for a label that is likely enough."""
        p = sigmoid(self.calibrated(logits)[:, :len(LABELS)])
        likely = ((np.arange(len(LABELS)) == p.argmax(1)[:, None]) | (p >= FURTHER)) & (p >= least_of_labels())
        return (self.joint(logits) >= self.limit) & likely.any(1)

    def evidence(self, logits):
        z = self.calibrated(logits)
        none = np.clip(np.prod(1 - sigmoid(z[:, :len(LABELS)]), 1), 1e-5, 1 - 1e-5)
        return np.column_stack([np.log((1 - none) / none), z[:, ANY], z[:, SERIOUS], z[:, :len(LABELS)].max(1)])

    def joint(self, logits):
        return self.evidence(logits) @ self.joint_weights[1:] + self.joint_weights[0]

    def sections(self, prefix):
        limits = np.array([self.limit, FURTHER, *self.sure, *least_of_labels()], np.float32)
        return {prefix + 'slope': self.slope, prefix + 'offset': self.offset, prefix + 'joint': self.joint_weights, prefix + 'limits': limits}


class TwoStages:
    """What core/language/model.cpp does with the outputs of both stages and the sureness of the surest rule (0: none hit)."""

    def fit(self, first, second, rules, targets):
        self.mix = mixture(first, second, targets)
        self.one = Judge().fit(first, targets)
        both, any_ = self.mixed(first, second), targets[:, ANY].astype(bool)
        self.two = Judge().fit(both, targets)
        evidence = np.column_stack([self.two.joint(both), rules > 0, sureness(rules)])
        told = LogisticRegression(C=1.0).fit(evidence, any_, sample_weight=np.where(targets[:, SERIOUS], GRAVITY, 1)).coef_[0]
        self.rules = (told[1:] / told[0]).astype(np.float32)
        self.two.limit = 0
        fine = np.sort(self.joint(first, second, rules, -np.inf)[~any_])[::-1]
        self.two.limit = fine[int(BUDGET * len(fine))]
        held = self.two.joint(both) >= self.two.limit
        self.one.limit = np.quantile(self.one.joint(first)[held & any_], LOST)
        return self

    def mixed(self, first, second):
        return first * self.mix[0] + second * self.mix[1]

    def joint(self, first, second, rules, gate=None):
        """Over 0: held."""
        both = self.mixed(first, second)
        gate = self.one.limit if gate is None else gate
        alone, hit = self.two.joint(both) - self.two.limit, rules > 0
        joint = alone + hit * self.rules[0] + sureness(rules) * self.rules[1]
        silent = ~hit & ((self.one.joint(first) < gate) | ((alone >= 0) & ~self.two.speaks(both) & np.isfinite(gate)))
        return np.where(silent, np.minimum(joint, self.one.joint(first) - gate - 20).clip(max=-1e-3), joint)

    def sections(self):
        return {**self.one.sections('1.'), **self.two.sections('2.'), 'mix': self.mix, 'rules': self.rules, 'rules.known': known_rules()}


def sureness(rules):
    """Log-odds; 0 where no rule hit."""
    p = np.clip(rules, 0.5, 0.98)
    return np.where(rules > 0, np.log(p / (1 - p)), 0)
