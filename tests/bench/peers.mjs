// SPDX-License-Identifier: GPL-3.0-or-later
// What people would use instead, on the same messages: node peers.mjs MESSAGES.jsonl [TACT_SCORES.jsonl]
// Prints a JSON object a line: name, microseconds a message, recall at 2 % false nudges over all labels and over unkind ones.
// The packages are looked for in node_modules beside the current folder; run.sh puts them there.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const require = createRequire(path.join(process.cwd(), 'x.js'));
const unkind = new Set(['anger', 'abuse', 'threat', 'defamation', 'disrespect']);
const lines = (file) => readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
const messages = lines(process.argv[2]);

/** The largest part of `positive` that is caught while no more than 2 % of the unlabelled messages are. */
function recall(scores, positive) {
  const clean = scores.filter((_, i) => messages[i].labels.length === 0).sort((a, b) => b - a);
  const threshold = clean[Math.floor(clean.length * 0.02)] ?? -Infinity; // caught: strictly above
  const wanted = scores.filter((_, i) => positive(messages[i]));
  return wanted.filter((score) => score > threshold).length / wanted.length;
}

function speed(score) {
  for (const message of messages) score(message.text); // warm
  let rounds = 0;
  const start = process.hrtime.bigint();
  while (process.hrtime.bigint() - start < 500_000_000n) {
    for (const message of messages) score(message.text);
    rounds += 1;
  }
  return Number(process.hrtime.bigint() - start) / 1000 / rounds / messages.length;
}

function report(name, scores, microseconds) {
  const any = recall(scores, (message) => message.labels.length > 0);
  const rude = recall(scores, (message) => message.labels.some((label) => unkind.has(label)));
  console.log(JSON.stringify({ name, microseconds, recall: any, recall_unkind: rude }));
}

const peers = {
  obscenity() {
    const { RegExpMatcher, englishDataset, englishRecommendedTransformers } = require('obscenity');
    const matcher = new RegExpMatcher({ ...englishDataset.build(), ...englishRecommendedTransformers });
    return (text) => matcher.getAllMatches(text).length;
  },
  '@2toad/profanity'() {
    const { profanity } = require('@2toad/profanity');
    return (text) => (profanity.exists(text) ? 1 : 0);
  },
  sentiment() {
    const Sentiment = require('sentiment');
    const sentiment = new Sentiment();
    return (text) => -sentiment.analyze(text).comparative;
  },
  'vader-sentiment'() {
    const { SentimentIntensityAnalyzer } = require('vader-sentiment');
    return (text) => -SentimentIntensityAnalyzer.polarity_scores(text).compound;
  },
};

for (const [name, make] of Object.entries(peers)) {
  try {
    const score = make();
    report(name, messages.map((message) => score(message.text)), speed(score));
  } catch (error) {
    console.log(JSON.stringify({ name, error: String(error.message).split('\n')[0] }));
  }
}

if (process.argv[3]) {
  const scores = lines(process.argv[3]).map((line) => line.score);
  if (scores.length === messages.length) report('tact', scores, Number(process.env.TACT_MICROSECONDS ?? 'NaN'));
}
