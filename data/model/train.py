# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains data/model/en.model from data/examples.  Run as `tact train`; needs Debian's python3-sklearn.  The card: README.md."""
import json
import os
import sys

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from common import ANY, HERE, Messages, example_files, features, matrix, recall_at, write_file  # noqa: E402
from judge import Judge  # noqa: E402
from linear import Linear  # noqa: E402


def unseen_writers(messages, x, kind):
    """Outputs for each measured writer's messages from models that never saw that writer."""
    logits = np.zeros(messages.targets.shape, np.float32)
    for writer in messages.held_out:
        test = messages.writer == writer
        fitted = Linear().fit(x[~test], kind, messages.targets[~test]).prune(x[~test]).round()
        logits[test] = fitted.logits(x[test])
        print('  unseen', writer, flush=True)
    return logits


def tell(messages, logits):
    """Cross-validated: the judge, too, is fitted on other writers."""
    joint = np.zeros(len(logits))
    for writer in messages.held_out:
        test, rest = messages.writer == writer, messages.measured & (messages.writer != writer)
        judge = Judge().fit(logits[rest], messages.targets[rest])
        joint[test] = judge.joint(logits[test]) - judge.limit
    m = messages.measured
    held = joint[m] >= 0
    clean, wanted, serious = ~messages.any[m], messages.any[m], messages.serious[m]
    print(f'  held: clean {held[clean].mean():.4f}, labelled {held[wanted].mean():.3f}, serious {held[serious].mean():.3f}')
    for share in (0.01, 0.02, 0.05):
        print(f'  at {share:.0%} of clean: labelled {recall_at(joint[m], wanted, clean, share)[0]:.3f}, serious {recall_at(joint[m], serious, clean, share)[0]:.3f}')


def main():
    messages = Messages(example_files())
    x, known, kind = matrix(features(messages.paths))
    print(f'{len(messages.rows)} messages, {len(known)} features', flush=True)
    logits = unseen_writers(messages, x, kind)
    tell(messages, logits)
    judge = Judge().fit(logits[messages.measured], messages.targets[messages.measured])
    fitted = Linear().fit(x, kind, messages.targets).prune(x).round()
    size = write_file(os.path.join(HERE, 'en.model'), {**fitted.sections(known), **judge.sections()})
    print(f'en.model: {size} bytes')
    # What the C++ side must answer, for the test.
    some = np.random.default_rng(1).choice(len(messages.rows), 60, replace=False)
    outputs = fitted.logits(x[some])
    with open(os.path.join(HERE, 'golden.jsonl'), 'w', encoding='utf-8') as file:
        for row, values in zip(some, outputs):
            file.write(json.dumps({'id': messages.rows[row]['id'], 'first': [round(float(v), 4) for v in values]}) + '\n')


if __name__ == '__main__':
    main()
