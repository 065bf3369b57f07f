// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/envelope.h"

#include <algorithm>

#include "core/i18n.h"
#include "core/keys/digest.h"
#include "core/report/packed.h"

namespace tact::report {

namespace {

constexpr std::uint8_t version = 1;
constexpr std::size_t head = 10;
constexpr std::string_view domain = "tact sealed letter 1";
/// kind, report id, recipient key, room, from, at, registration id, body
constexpr const char* payload_type = "(yayaysasxuay)";
constexpr std::size_t report_step = 1024, answer_step = 256;
constexpr std::size_t most_addresses = 8;
/// A letter may lie in an offline mailbox for long; one from the future is a wrong clock at most a day off.
constexpr std::chrono::days oldest{30}, newest{1};

std::string folded(const std::string& text) {
  gchar* lower = g_utf8_casefold(text.c_str(), -1);
  std::string out = lower;
  g_free(lower);
  return out;
}

Bytes padded(Bytes bytes, std::size_t step) {
  bytes.push_back(0x80);
  bytes.resize((bytes.size() + step - 1) / step * step, 0);
  return bytes;
}

/// Empty unless the padding is exactly what padded() writes.
ByteView unpadded(ByteView bytes, std::size_t step) {
  if (bytes.empty() || bytes.size() % step != 0) return {};
  const auto last = std::find_if(bytes.rbegin(), bytes.rend(), [](std::uint8_t b) { return b != 0; });
  if (last == bytes.rend() || *last != 0x80) return {};
  const auto kept = static_cast<std::size_t>(bytes.rend() - last) - 1;
  return bytes.size() - kept > step ? ByteView() : bytes.first(kept);
}

std::size_t step_of(Kind kind) { return kind == Kind::answer ? answer_step : report_step; }

Bytes payload(const Letter& letter, const Self& self, const keys::PublicKey& to) {
  GVariantBuilder from;
  g_variant_builder_init(&from, G_VARIANT_TYPE("as"));
  for (std::size_t i = 0; i < std::min(letter.from.size(), most_addresses); ++i) g_variant_builder_add(&from, "s", clean(letter.from[i], 512).c_str());
  const Bytes packed = pack(g_variant_new("(y@ay@ays@asxu@ay)", static_cast<guchar>(letter.kind), new_bytes(letter.id), new_bytes(to.bytes()),
                                          clean(letter.room, 1024).c_str(), g_variant_builder_end(&from),
                                          static_cast<gint64>(letter.at.time_since_epoch().count()), self.registration, new_bytes(letter.body)));
  Bytes out(domain.begin(), domain.end());
  out.insert(out.end(), packed.begin(), packed.end());
  return padded(std::move(out), step_of(letter.kind));
}

struct Inside {
  Letter letter;
  Bytes to;
  std::uint32_t registration = 0;
};

std::optional<Inside> read_payload(ByteView plain, Kind kind) {
  const ByteView bytes = unpadded(plain, step_of(kind));
  if (bytes.size() <= domain.size() || !std::ranges::equal(bytes.first(domain.size()), keys::view(domain))) return std::nullopt;
  const Variant value = unpack(bytes.subspan(domain.size()), payload_type);
  if (value == nullptr) return std::nullopt;
  Inside inside;
  guchar said = 0;
  g_variant_get_child(value.get(), 0, "y", &said);
  const Bytes id = bytes_at(value.get(), 1);
  if (said != static_cast<guchar>(kind) || id.size() != inside.letter.id.size()) return std::nullopt;
  inside.letter.kind = kind;
  std::ranges::copy(id, inside.letter.id.begin());
  inside.to = bytes_at(value.get(), 2);
  inside.letter.room = text_at(value.get(), 3);
  const Variant from(g_variant_get_child_value(value.get(), 4));
  if (g_variant_n_children(from.get()) > most_addresses) return std::nullopt;
  for (gsize i = 0; i < g_variant_n_children(from.get()); ++i) inside.letter.from.push_back(text_at(from.get(), i));
  inside.letter.at = Instant(Milliseconds(number_at(value.get(), 5)));
  guint32 registration = 0;
  g_variant_get_child(value.get(), 6, "u", &registration);
  inside.registration = registration;
  inside.letter.body = bytes_at(value.get(), 7);
  return inside;
}

Bytes with_head(Kind kind, const ReportId& id, ByteView message) {
  Bytes out{version, static_cast<std::uint8_t>(kind)};
  const auto tag = tag_of(id, kind);
  out.insert(out.end(), tag.begin(), tag.end());
  out.insert(out.end(), message.begin(), message.end());
  if (out.size() > longest_envelope) throw keys::Error(_("the report is too long to send"));
  return out;
}

/// What holds for a report and an answer alike.
Refusal common_faults(const Inside& inside, const Outside& outside, const Self& self, const Arrived& arrived) {
  if (outside.tag != tag_of(inside.letter.id, inside.letter.kind)) return Refusal::malformed;
  if (!std::ranges::equal(inside.to, self.key->public_key().bytes())) return Refusal::not_for_us;
  if (!share_an_address(inside.letter.from, arrived.from)) return Refusal::not_the_sender;
  if (arrived.at - inside.letter.at > oldest || inside.letter.at - arrived.at > newest) return Refusal::too_old;
  return Refusal::none;
}

Opened refused(Refusal why) {
  Opened opened;
  opened.refusal = why;
  return opened;
}

}  // namespace

ReportId make_report_id() {
  ReportId id{};
  const Bytes random = keys::random_bytes(id.size());
  std::ranges::copy(random, id.begin());
  return id;
}

std::string reference_of(const ReportId& id) {
  // Without letters that look like figures.
  static constexpr std::string_view signs = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  const Hash hash = Digest("tact reference 1").add(std::span<const std::uint8_t>(id)).finish();
  std::string out;
  for (std::size_t i = 0; i < 5; ++i) out += signs[hash[i] % signs.size()];
  return out;
}

std::string_view name(Refusal refusal) {
  switch (refusal) {
    case Refusal::none: return "none";
    case Refusal::malformed: return "malformed";
    case Refusal::not_for_us: return "not for us";
    case Refusal::replayed: return "replayed";
    case Refusal::changed_key: return "changed key";
    case Refusal::not_the_sender: return "not the sender";
    case Refusal::wrong_room: return "wrong room";
    case Refusal::too_old: return "too old";
    case Refusal::too_many: return "too many";
  }
  return "";
}

std::string shown(Refusal refusal) {
  switch (refusal) {
    case Refusal::none: return {};
    case Refusal::malformed: return _("it is damaged");
    case Refusal::not_for_us: return _("it is sealed for somebody else, or was changed on the way");
    case Refusal::replayed: return _("it came before");
    case Refusal::changed_key: return _("its key is not the one this person used before; when you have spoken to them, “/tact reports trust ADDRESS” lets the new one in");
    case Refusal::not_the_sender: return _("it was written by somebody else than who sent it");
    case Refusal::wrong_room: return _("it is about a group in which you are no officer");
    case Refusal::too_old: return _("its date is too far from today");
    case Refusal::too_many: return _("too many came from this person today");
  }
  return {};
}

std::array<std::uint8_t, 8> tag_of(const ReportId& id, Kind kind) {
  const Hash hash = Digest("tact tag 1").add(static_cast<std::int64_t>(kind)).add(std::span<const std::uint8_t>(id)).finish();
  std::array<std::uint8_t, 8> tag{};
  std::copy_n(hash.begin(), tag.size(), tag.begin());
  return tag;
}

std::optional<Outside> look_at(ByteView envelope) {
  if (envelope.size() <= head || envelope.size() > longest_envelope || envelope[0] != version) return std::nullopt;
  if (envelope[1] < static_cast<std::uint8_t>(Kind::report) || envelope[1] > static_cast<std::uint8_t>(Kind::question)) return std::nullopt;
  Outside outside{static_cast<Kind>(envelope[1]), {}};
  std::copy_n(envelope.begin() + 2, outside.tag.size(), outside.tag.begin());
  return outside;
}

bool share_an_address(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::ranges::any_of(a, [&](const std::string& one) {
    return !one.empty() && std::ranges::any_of(b, [&](const std::string& other) { return folded(one) == folded(other); });
  });
}

Sealed seal(const Letter& letter, const Self& self, const Officer& to) {
  const auto key = keys::PublicKey::parse(to.key);
  if (!key) throw keys::Error(fill(_("{name} has no sound key in the group’s policy"), {{"name", to.name}}));
  const auto bundle = keys::Bundle::parse(to.bundle, *key);
  if (!bundle) throw keys::Error(fill(_("{name} cannot receive sealed reports: the group’s policy has no sound bundle for them"), {{"name", to.name}}));
  Session session = Session::towards(*self.key, self.registration, *key, *bundle);
  Bytes plain = payload(letter, self, *key);
  Sealed sealed;
  sealed.envelope = with_head(letter.kind, letter.id, session.encrypt(plain));
  keys::wipe(plain);
  sealed.session = session.record();
  return sealed;
}

Bytes seal_answer(const Letter& letter, const Self& self, const keys::PublicKey& to, Bytes& session) {
  Session resumed = Session::resumed(*self.key, self.registration, to, session);
  Bytes out = with_head(Kind::answer, letter.id, resumed.encrypt(payload(letter, self, to)));
  session = resumed.record();
  return out;
}

Opened open_report(ByteView envelope, const Self& self, const Arrived& arrived, const Checks& checks) {
  const auto outside = look_at(envelope);
  if (!outside || outside->kind == Kind::answer || self.key == nullptr) return refused(Refusal::malformed);
  const ByteView message = envelope.subspan(head);
  const auto first = Session::look(message);
  if (!first) return refused(Refusal::malformed);
  if (checks.seen(first->base_key)) return refused(Refusal::replayed);
  for (const std::string& address : arrived.from)
    if (const auto pinned = checks.pinned(address); pinned && *pinned != first->identity) return refused(Refusal::changed_key);

  Session session = Session::answering(*self.key, self.registration, first->identity, checks.prekey);
  const auto opened = session.decrypt_first(message);
  // What does not decrypt was sealed for another key or changed on the way; nobody can tell which.
  if (!opened) return refused(Refusal::not_for_us);
  auto inside = read_payload(opened->plain, outside->kind);
  if (!inside || inside->registration != opened->registration_id) return refused(Refusal::malformed);
  if (const Refusal fault = common_faults(*inside, *outside, self, arrived); fault != Refusal::none) return refused(fault);
  if (!checks.ours(inside->letter.room)) return refused(Refusal::wrong_room);
  return {Refusal::none, std::move(inside->letter), opened->identity, opened->base_key, session.record()};
}

Opened open_answer(ByteView envelope, const Self& self, const Arrived& arrived, const ReportId& id, const std::string& room,
                   const keys::PublicKey& officer, ByteView kept) {
  const auto outside = look_at(envelope);
  if (!outside || outside->kind != Kind::answer || self.key == nullptr) return refused(Refusal::malformed);
  Session session = Session::resumed(*self.key, self.registration, officer, kept);
  const auto plain = session.decrypt(envelope.subspan(head));
  if (!plain) return refused(Refusal::not_for_us);
  auto inside = read_payload(*plain, Kind::answer);
  if (!inside || inside->letter.id != id) return refused(Refusal::malformed);
  if (const Refusal fault = common_faults(*inside, *outside, self, arrived); fault != Refusal::none) return refused(fault);
  if (inside->letter.room != room) return refused(Refusal::wrong_room);
  return {Refusal::none, std::move(inside->letter), officer, {}, session.record()};
}

}  // namespace tact::report
