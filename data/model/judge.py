# SPDX-License-Identifier: GPL-3.0-or-later
"""From outputs to decisions, fitted on messages of writers that the fitted models had not seen."""
import numpy as np
from sklearn.linear_model import LogisticRegression

from common import ANY, LABELS, OUTPUTS, SERIOUS, log_odds

# Of 1,000 messages that were fine, this many may be asked about.
BUDGET = 0.016
FURTHER = 0.5


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class Judge:
    def fit(self, logits, targets):
        self.slope, self.offset = np.ones(OUTPUTS, np.float32), np.zeros(OUTPUTS, np.float32)
        for output in range(OUTPUTS):
            fitted = LogisticRegression(C=1e3).fit(logits[:, output:output + 1], targets[:, output])
            self.slope[output], self.offset[output] = fitted.coef_[0, 0], fitted.intercept_[0]
        evidence = self.evidence(logits)
        fitted = LogisticRegression(C=1.0).fit(evidence, targets[:, ANY])
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

    def evidence(self, logits):
        z = self.calibrated(logits)
        none = np.clip(np.prod(1 - sigmoid(z[:, :len(LABELS)]), 1), 1e-5, 1 - 1e-5)
        return np.column_stack([np.log((1 - none) / none), z[:, ANY], z[:, SERIOUS], z[:, :len(LABELS)].max(1)])

    def joint(self, logits):
        return self.evidence(logits) @ self.joint_weights[1:] + self.joint_weights[0]

    def sections(self):
        limits = np.array([self.limit, FURTHER, *self.sure], np.float32)
        return {'slope': self.slope, 'offset': self.offset, 'joint': self.joint_weights, 'limits': limits}
