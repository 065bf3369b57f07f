# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains data/model/en.model from data/examples.  Run as `tact train`; needs Debian's python3-sklearn and python3-torch.

The first stage and the judgement are fitted anew each time (minutes).  The encoder is read from en.model as it is; `tact train --encoder FILE`
takes one that encoder.py has trained.  The card: README.md."""
import argparse
import json
import os
import sys

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import encoder  # noqa: E402
from common import HERE, Messages, example_files, features, matrix, read_file, recall_at, surest_rules, write_file  # noqa: E402
from judge import TwoStages  # noqa: E402
from linear import Linear  # noqa: E402

MODEL = os.path.join(HERE, 'en.model')


def halves():
    """The held-out writers in two parts; what the first stage says of one part comes from a first stage that was fitted without it."""
    return encoder.HELD_OUT[::2], encoder.HELD_OUT[1::2]


def tell(messages, first, second, rules):
    """Each unseen writer is judged by a judgement fitted on the other ones."""
    names, writer = encoder.HELD_OUT, messages.writer
    joint, alone = np.zeros(len(first)), np.zeros(len(first))
    for name in names:
        rest = np.isin(writer, names) & (writer != name)
        judge = TwoStages().fit(first[rest], second[rest], rules[rest], messages.targets[rest])
        joint[writer == name] = judge.joint(first[writer == name], second[writer == name], rules[writer == name])
        alone[writer == name] = judge.one.joint(first[writer == name])
    m = np.isin(writer, names)
    clean, wanted, serious = ~messages.any & m, messages.any & m, messages.serious & m
    lines = [f'| {len(names)} unseen writers, {clean.sum()} fine, {wanted.sum()} labelled, {serious.sum()} serious | held at our limit | at 1 % false | at 2 % | at 5 % |',
             '|---|---|---|---|---|']
    for name, score in (('first stage', alone), ('both stages and rules', joint)):
        for what, who in (('labelled', wanted), ('serious', serious)):
            cells = [f'{100 * recall_at(score, who, clean, share)[0]:.1f} %' for share in (0.01, 0.02, 0.05)]
            held = f'{100 * (joint[who] >= 0).mean():.1f} %' if score is joint else ''
            lines.append('| ' + ' | '.join([f'{name}, {what}', held, *cells]) + ' |')
    lines.append(f'| both stages and rules, fine | {100 * (joint[clean] >= 0).mean():.2f} % | | | |')
    by_writer = sorted(100 * (joint[clean & (writer == name)] >= 0).mean() for name in names)
    lines.append(f'| the same, writer by writer | {by_writer[0]:.1f} to {by_writer[-1]:.1f} % | | | |')
    print('\n'.join(lines), flush=True)
    return lines


def put_figures(lines, size):
    """The card's figures, with the model they belong to; a test compares."""
    with open(MODEL, 'rb') as file:
        check = int.from_bytes(file.read(20)[16:20], 'little')
    lines = [f'`en.model`: {size} bytes, check `{check:08x}`.', '', *lines]
    path = os.path.join(HERE, 'README.md')
    with open(path, encoding='utf-8') as file:
        card = file.read()
    begin, end = '<!-- figures: written by train.py -->\n', '<!-- end of figures -->'
    card = card[:card.index(begin) + len(begin)] + '\n'.join(lines) + '\n' + card[card.index(end):]
    with open(path, 'w', encoding='utf-8') as file:
        file.write(card)


def main():
    arguments = argparse.ArgumentParser(prog='tact train')
    arguments.add_argument('--encoder', help='an encoder trained by encoder.py')
    arguments.add_argument('--unseen', help='also writes FILE.0 and FILE.1, neither of whose parts saw that half of the held-out writers, for `tact evaluate`')
    arguments.add_argument('--ordinary', help='messages that are nobody\'s concern, in the form of data/examples, for the first stage')
    given = arguments.parse_args()
    messages = Messages(example_files(), given.ordinary)
    x, known, kind = matrix(features(messages.paths))
    print(f'{len(messages.rows)} messages, {len(known)} features', flush=True)
    net, pieces = encoder.load(given.encoder) if given.encoder else encoder.from_sections(read_file(MODEL))
    test, ordinary = np.isin(messages.writer, encoder.HELD_OUT), messages.writer == 'ordinary'
    rules = surest_rules(messages.paths)
    # What the C++ side must answer, for the test.
    some = np.random.default_rng(1).choice(np.flatnonzero(~ordinary), 60, replace=False)
    first, second = np.zeros(messages.targets.shape, np.float32), np.zeros(messages.targets.shape, np.float32)
    asked = np.flatnonzero(test | np.isin(np.arange(len(test)), some))
    second[asked] = encoder.outputs(net, encoder.Corpus(pieces, [messages.rows[i] for i in asked]))
    without = []
    for half in halves():
        own = np.isin(messages.writer, half)
        fitted = Linear().fit(x[~own], kind, messages.targets[~own], ordinary[~own]).prune(x[~own]).round()
        first[own] = fitted.logits(x[own])
        without.append(fitted.sections(known))
    lines = tell(messages, first, second, rules)
    for number, half in enumerate(halves()):
        if given.unseen:
            rest = test & ~np.isin(messages.writer, half)
            judge = TwoStages().fit(first[rest], second[rest], rules[rest], messages.targets[rest])
            write_file(f'{given.unseen}.{number}', {**without[number], **encoder.sections(net, pieces), **judge.sections()})
    judge = TwoStages().fit(first[test], second[test], rules[test], messages.targets[test])
    rest = {**encoder.sections(net, pieces), **judge.sections()}
    fitted = Linear().fit(x, kind, messages.targets, ordinary).prune(x).round()
    put_figures(lines, write_file(MODEL, {**fitted.sections(known), **rest}))
    one = fitted.logits(x[some])
    two = judge.mixed(one, second[some])
    with open(os.path.join(HERE, 'golden.jsonl'), 'w', encoding='utf-8') as file:
        for row, a, b in zip(some, one, two):
            file.write(json.dumps({'id': messages.rows[row]['id'], 'first': [round(float(v), 4) for v in a], 'both': [round(float(v), 4) for v in b]}) + '\n')


if __name__ == '__main__':
    main()
