// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/chain.h"

#include <algorithm>

#include "core/i18n.h"

namespace tact::report {

namespace {

Hash as_hash(const Bytes& bytes) {
  Hash hash{};
  if (bytes.size() == hash.size()) std::ranges::copy(bytes, hash.begin());
  return hash;
}

ChainLink read(store::Statement& row) {
  return {row.integer(0), Instant(Milliseconds(row.integer(1))), as_hash(row.blob(2)), as_hash(row.blob(3))};
}

}  // namespace

Hash chain_leaf(std::string_view room, std::string_view name, std::string_view text) {
  return Digest("tact line 1").add(room).add(name).add(text).finish();
}

Hash chain_link(const Hash& previous, std::int64_t seq, Instant at, const Hash& leaf) {
  return Digest("tact chain 1").add(previous).add(seq).add(at.time_since_epoch().count()).add(leaf).finish();
}

ChainLink Chain::last(const std::string& room) {
  const auto known = heads_.find(room);
  if (known != heads_.end()) return known->second;
  auto query = database_.prepare("SELECT seq, at, leaf, link FROM chain WHERE room=?1 ORDER BY seq DESC LIMIT 1");
  query.bind(1, room);
  return query.step() ? read(query) : ChainLink{};
}

ChainLink Chain::add(const std::string& room, std::string_view name, std::string_view text, Instant at) {
  const ChainLink before = last(room);
  ChainLink link{before.seq + 1, at, chain_leaf(room, name, text), {}};
  link.link = chain_link(before.link, link.seq, at, link.leaf);
  heads_[room] = link;
  pending_.push_back({room, link});
  return link;
}

void Chain::flush() {
  if (pending_.empty()) return;
  auto insert = database_.prepare("INSERT OR REPLACE INTO chain VALUES(?1,?2,?3,?4,?5)");
  for (const Waiting& waiting : pending_) {
    insert.reset()
        .bind(1, waiting.room)
        .bind(2, waiting.link.seq)
        .bind(3, std::int64_t{waiting.link.at.time_since_epoch().count()})
        .bind(4, std::span<const std::uint8_t>(waiting.link.leaf))
        .bind(5, std::span<const std::uint8_t>(waiting.link.link))
        .run();
  }
  auto trim = database_.prepare("DELETE FROM chain WHERE room=?1 AND seq<=?2");
  // Only where something came in: a thousand quiet rooms cost nothing.
  for (const Waiting& waiting : pending_)
    if (waiting.link.seq > longest) trim.reset().bind(1, waiting.room).bind(2, waiting.link.seq - longest).run();
}

std::vector<ChainLink> Chain::range(const std::string& room, std::int64_t from, std::int64_t to) {
  flush();
  settle();
  std::vector<ChainLink> links;
  auto query = database_.prepare("SELECT seq, at, leaf, link FROM chain WHERE room=?1 AND seq BETWEEN ?2 AND ?3 ORDER BY seq");
  query.bind(1, room).bind(2, from).bind(3, to);
  while (query.step()) links.push_back(read(query));
  return links;
}

ChainLink Chain::find(const std::string& room, const Hash& leaf) {
  flush();
  settle();
  auto query = database_.prepare("SELECT seq, at, leaf, link FROM chain WHERE room=?1 AND leaf=?2 ORDER BY seq DESC LIMIT 1");
  query.bind(1, room).bind(2, std::span<const std::uint8_t>(leaf));
  return query.step() ? read(query) : ChainLink{};
}

void Chain::forget(std::string_view room) {
  std::erase_if(pending_, [&](const Waiting& waiting) { return waiting.room == room; });
  heads_.erase(std::string(room));
  database_.prepare("DELETE FROM chain WHERE room=?1").bind(1, room).run();
}

void Chain::erase_before(Instant oldest) {
  flush();
  settle();
  // The head stays, so that the chain goes on and not anew.
  database_.prepare("DELETE FROM chain WHERE at<?1 AND seq<(SELECT max(seq) FROM chain c WHERE c.room=chain.room)")
      .bind(1, std::int64_t{oldest.time_since_epoch().count()})
      .run();
}

std::optional<std::string> ChainProof::first_fault() const {
  Hash previous = before;
  std::int64_t seq = links.empty() ? 0 : links.front().seq;
  for (const ChainLink& link : links) {
    if (link.seq != seq || link.link != chain_link(previous, link.seq, link.at, link.leaf))
      return fill(_("link {n} of the chain of lines does not follow the one before"), {{"n", std::to_string(seq)}});
    previous = link.link;
    ++seq;
  }
  return std::nullopt;
}

}  // namespace tact::report
