// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/lookalike.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <string_view>

namespace tact::text {

namespace {

/// Read as Latin by people, though not drawn alike enough for the confusables table; small capitals and letters turned upside down among them.
struct Pair {
  char32_t code;
  char latin;
};
constexpr std::array<Pair, 84> pairs = {{
    {U'\u00E6', 'a'}, {U'\u00F0', 'd'}, {U'\u00F8', 'o'}, {U'\u0111', 'd'}, {U'\u0127', 'h'}, {U'\u0131', 'i'}, {U'\u0142', 'l'}, {U'\u014B', 'n'},
    {U'\u0153', 'o'}, {U'\u0167', 't'}, {U'\u0180', 'b'}, {U'\u0183', 'b'}, {U'\u0188', 'c'}, {U'\u0199', 'k'}, {U'\u01A5', 'p'}, {U'\u01B4', 'y'},
    {U'\u01B6', 'z'}, {U'\u01DD', 'e'}, {U'\u0250', 'a'}, {U'\u0253', 'b'}, {U'\u0254', 'c'}, {U'\u0256', 'd'}, {U'\u0257', 'd'}, {U'\u0259', 'e'},
    {U'\u025B', 'e'}, {U'\u0260', 'g'}, {U'\u0261', 'g'}, {U'\u0262', 'g'}, {U'\u0265', 'h'}, {U'\u026A', 'i'}, {U'\u0271', 'm'}, {U'\u0274', 'n'},
    {U'\u0280', 'r'}, {U'\u0288', 't'}, {U'\u028F', 'y'}, {U'\u0299', 'b'}, {U'\u029C', 'h'}, {U'\u029F', 'l'}, {U'\u03B1', 'a'}, {U'\u03B2', 'b'},
    {U'\u03B5', 'e'}, {U'\u03B7', 'n'}, {U'\u03B9', 'i'}, {U'\u03BA', 'k'}, {U'\u03BC', 'u'}, {U'\u03C4', 't'}, {U'\u03C5', 'u'}, {U'\u03C9', 'w'},
    {U'\u03C7', 'x'}, {U'\u0432', 'b'}, {U'\u0433', 'r'}, {U'\u043A', 'k'}, {U'\u043C', 'm'}, {U'\u043D', 'h'}, {U'\u0442', 't'}, {U'\u0443', 'y'},
    {U'\u044C', 'b'}, {U'\u0438', 'n'}, {U'\u044F', 'r'}, {U'\u0454', 'e'}, {U'\u1D00', 'a'}, {U'\uA731', 's'},
    {U'\u025F', 'f'}, {U'\u026F', 'm'}, {U'\u0279', 'r'}, {U'\u0287', 't'}, {U'\u028D', 'w'}, {U'\u028E', 'y'}, {U'\u029E', 'k'}, {U'\u1D04', 'c'},
    {U'\u1D05', 'd'}, {U'\u1D07', 'e'}, {U'\u1D09', 'i'}, {U'\u1D0A', 'j'}, {U'\u1D0B', 'k'}, {U'\u1D0D', 'm'}, {U'\u1D0F', 'o'}, {U'\u1D18', 'p'},
    {U'\u1D1B', 't'}, {U'\u1D1C', 'u'}, {U'\u1D20', 'v'}, {U'\u1D21', 'w'}, {U'\u1D22', 'z'}, {U'\uA730', 'f'},
}};

/// Whole alphabets of generators of "fancy text", a to z as they are once folded; '-' where the letter is one of ours, or known without.
constexpr std::u32string_view fancy[] = {
    U"卂乃匚ᗪ乇千Ꮆ卄丨フҝㄥ爪几ㄖ卩ɋ尺丂ㄒㄩᐯ山乂ㄚ乙", U"ค๒-๔---ђเ--ɭ๓ภ๏\u05E7-гรշย\u05E9ฬ\u05D0\u05E5չ", U"ᗩᗷᑕᗪᗴᖴ-ᕼ-ᒍ-ᒪᗰᑎ-ᑭᑫᖇᔕ-ᑌᐯᗯ᙭-ᘔ",
    U"₳฿₵-ɇ₣₲ⱨ--₭ⱡ₥₦-₱-ɽ₴₮ʉ-₩ӿɏⱬ", U"λ-¢∂ξƒ---\u05E0---πσρ--§ƭцν---", U"ꍏꌃꉓꀸꍟꎇꁅꃅꀤꀭꀘ꒒ꂵꈤꂦꉣꆰꋪꌗ꓄ꀎꃴꅏꊼꌩ-",
    U"ǟɮ©ɖ-ʄ-ɦɨʝӄ--ռօքզ®ֆȶʊʋшж¥ʐ", U"δб-дэ--ԋ-----ɳө--яƨτ--щ---",
};
constexpr bool of_first_plane(char32_t code) { return code < 0x10000; }
static_assert(std::ranges::all_of(fancy, [](std::u32string_view alphabet) { return std::ranges::all_of(alphabet, of_first_plane); }));
static_assert(std::ranges::all_of(pairs, of_first_plane, &Pair::code));

char drawn_as(UChar32 code) {
  for (const auto alphabet : fancy)
    if (const auto at = alphabet.find(static_cast<char32_t>(code)); at != std::u32string_view::npos) return static_cast<char>('a' + at);
  return '\0';
}

/// Braille cells, a to z.
constexpr std::array<unsigned char, 26> cells = {0x01, 0x03, 0x09, 0x19, 0x11, 0x0B, 0x1B, 0x13, 0x0A, 0x1A, 0x05, 0x07, 0x0D,
                                                 0x1D, 0x15, 0x0F, 0x1F, 0x17, 0x0E, 0x1E, 0x25, 0x27, 0x3A, 0x2D, 0x3D, 0x35};
char felt_as(UChar32 code) {
  if (code < 0x2801 || code > 0x283F) return '\0';
  const auto* const cell = std::ranges::find(cells, static_cast<unsigned char>(code - 0x2800));
  return cell == cells.end() ? '\0' : static_cast<char>('a' + (cell - cells.begin()));
}

const USpoofChecker* checker() {
  static USpoofChecker* const one = [] {
    UErrorCode status = U_ZERO_ERROR;
    USpoofChecker* made = uspoof_open(&status);
    return U_SUCCESS(status) ? made : nullptr;
  }();
  return one;
}

char ascii_letter(UChar32 code) {
  if (code >= 'A' && code <= 'Z') return static_cast<char>(code + 32);
  return code >= 'a' && code <= 'z' ? static_cast<char>(code) : '\0';
}

char without_accent(UChar32 code) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(status);
  if (U_FAILURE(status)) return '\0';
  icu::UnicodeString apart;
  return nfkd->getDecomposition(code, apart) ? ascii_letter(apart.char32At(0)) : '\0';
}

char confusable(UChar32 code) {
  if (checker() == nullptr) return '\0';
  std::array<UChar, 4> source{}, skeleton{};
  std::int32_t length = 0;
  UBool failed = false;
  U16_APPEND(source.data(), length, 4, code, failed);
  if (failed) return '\0';
  UErrorCode status = U_ZERO_ERROR;
  const std::int32_t made = uspoof_getSkeleton(checker(), 0, source.data(), length, skeleton.data(), 4, &status);
  return U_SUCCESS(status) && made == 1 ? ascii_letter(skeleton[0]) : '\0';
}

char work_out(UChar32 code) {
  // Circled and boxed capitals, and the letters that flags are made of.
  if (code >= 0x1F150 && code <= 0x1F169) return static_cast<char>('a' + (code - 0x1F150));
  if (code >= 0x1F170 && code <= 0x1F189) return static_cast<char>('a' + (code - 0x1F170));
  if (code >= 0x1F1E6 && code <= 0x1F1FF) return static_cast<char>('a' + (code - 0x1F1E6));
  // The alphabets that people draw with are all of the first plane: an emoji is no letter.
  if (code >= 0x10000 && !u_isalpha(code)) return '\0';
  for (const auto& [from, latin] : pairs)
    if (static_cast<UChar32>(from) == code) return latin;
  if (const char drawn = drawn_as(code)) return drawn;
  if (const char felt = felt_as(code)) return felt;
  if (!u_isalpha(code)) return '\0';
  if (const char plain = without_accent(code)) return plain;
  return confusable(code);
}

}  // namespace

char latin_look(UChar32 code) {
  if (code < 128) return ascii_letter(code);
  // Asked once per letter of the common blocks: the skeleton tables are slow.
  static constexpr UChar32 remembered = 0x600;
  static std::array<std::atomic<signed char>, remembered> memory{};
  if (code >= remembered) return work_out(code);
  auto& known = memory[static_cast<std::size_t>(code)];
  signed char look = known.load(std::memory_order_relaxed);
  if (look == 0) {
    look = static_cast<signed char>(work_out(code));
    if (look == 0) look = -1;
    known.store(look, std::memory_order_relaxed);
  }
  return look < 0 ? '\0' : static_cast<char>(look);
}

}  // namespace tact::text
