// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/whatsapp_words.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "core/history/scan.h"

namespace tact::history {

namespace {

using Words = std::unordered_set<std::string_view>;

/// Lower-case ASCII letters, everything else but blanks, marks, dots and commas kept.
std::string squeezed(std::string_view text) {
  std::string out;
  Scan scan(text);
  for (char32_t c; (c = scan.peek()) != 0;) {
    const std::size_t from = scan.position();
    scan.take();
    if (is_space(c) || is_mark(c) || c == '.' || c == ',' || c == 0x060C) continue;
    if (c >= 'A' && c <= 'Z')
      out += static_cast<char>(c + 32);
    else
      out += scan.since(from);
  }
  return out;
}

// Unicode CLDR's abbreviated day periods of the languages WhatsApp is offered in, dots and blanks squeezed out.
const Words& before_noon() {
  static const Words words = {"am", "a", "vm", "fm", "de", "dop", "nad", "rano", "ekdm", "π\u03bc", "πμ", "ص", "صباحًا", "صباحا", "قم", "قبلازظهر", "上午", "午前", "凌晨", "早上",
                              "오전", "पूर्वाह्न", "पूर्वाह", "पू", "ап", "дп", "пп", "sa", "öö", "ös", "e", "ip", "pd", "পূর্বাহ্ণ", "pagi", "ก่อนเที่ยง", "לפנה״צ", "לפנה\"צ", "π"};
  return words;
}
const Words& after_noon() {
  static const Words words = {"pm", "p", "nm", "em", "du", "odp", "pop", "popol", "μμ", "م", "مساءً", "مساء", "بظ", "بعدازظهر", "下午", "午後", "晚上", "中午", "오후", "अपराह्न", "अपराह", "मप",
                              "пополудни", "сл", "нп", "ch", "ööp", "ip2", "md", "অপরাহ্ণ", "petang", "หลังเที่ยง", "אחה״צ", "אחה\"צ", "mm"};
  return words;
}
const Words& neutral() {
  static const Words words = {"", "uhr", "h", "hrs", "klo", "à", "at", "um", "a las", "alas", "alle", "op", "om", "г", "в", "ob", "u", "kl", "às", "as", "ás", "la", "o", "日", "일", "সময়", "ሰዓት", "में", "بجے"};
  return words;
}

// Whole bodies, as published by people who parse such exports; end stops are taken off before the look-up.
const Words& deleted_bodies() {
  static const Words words = {
      "This message was deleted", "You deleted this message", "This message was deleted by admin", "Diese Nachricht wurde gelöscht", "Du hast diese Nachricht gelöscht", "Ce message a été supprimé",
      "Vous avez supprimé ce message", "Vous avez effacé ce message", "Se eliminó este mensaje", "Este mensaje fue eliminado", "Eliminaste este mensaje", "Mensagem apagada", "Essa mensagem foi apagada",
      "Esta mensagem foi apagada", "Você apagou esta mensagem", "Você apagou essa mensagem", "Apagou esta mensagem", "Questo messaggio è stato eliminato", "Hai eliminato questo messaggio",
      "Dit bericht is verwijderd", "Je hebt dit bericht verwijderd", "Ta wiadomość została usunięta", "Usunięto tę wiadomość", "Usunąłeś tę wiadomość", "Usunęłaś tę wiadomość", "Acest mesaj a fost șters",
      "Ai șters acest mesaj", "Bu mesaj silindi", "Bu mesajı sildiniz", "Это сообщение было удалено", "Сообщение удалено", "Данное сообщение удалено", "Вы удалили данное сообщение", "Det här meddelandet raderades",
      "Du raderade det här meddelandet", "Denne besked blev slettet", "Denne meldingen ble slettet", "Tämä viesti poistettiin", "Tato zpráva byla odstraněna", "Ezt az üzenetet törölték",
      "تم حذف هذه الرسالة", "لقد حذفت هذه الرسالة", "یہ پیغام حذف کر دیا گیا تھا", "यह मैसेज मिटाया गया", "यह संदेश हटा दिया गया था", "このメッセージは削除されました", "此消息已删除", "此訊息已刪除", "삭제된 메시지입니다"};
  return words;
}

// "omitted" of iOS, by what was left out.
const std::unordered_map<std::string_view, std::string_view>& omitted_bodies() {
  static const std::unordered_map<std::string_view, std::string_view> words = {
      {"image omitted", "[photo]"}, {"video omitted", "[video]"}, {"audio omitted", "[voice message]"}, {"sticker omitted", "[sticker]"}, {"GIF omitted", "[video]"}, {"document omitted", "[document]"},
      {"Contact card omitted", "[contact]"}, {"video note omitted", "[video]"}, {"Bild weggelassen", "[photo]"}, {"Video weggelassen", "[video]"}, {"Audio weggelassen", "[voice message]"},
      {"Sticker weggelassen", "[sticker]"}, {"GIF weggelassen", "[video]"}, {"Dokument weggelassen", "[document]"}, {"Kontaktkarte ausgelassen", "[contact]"}, {"Kontaktkarte weggelassen", "[contact]"},
      {"image absente", "[photo]"}, {"vidéo absente", "[video]"}, {"audio omis", "[voice message]"}, {"sticker omis", "[sticker]"}, {"GIF retiré", "[video]"}, {"document omis", "[document]"},
      {"carte du contact omise", "[contact]"}, {"imagen omitida", "[photo]"}, {"video omitido", "[video]"}, {"Video omitido", "[video]"}, {"audio omitido", "[voice message]"}, {"sticker omitido", "[sticker]"},
      {"GIF omitido", "[video]"}, {"documento omitido", "[document]"}, {"Tarjeta de contacto omitida", "[contact]"}, {"imagem ocultada", "[photo]"}, {"imagem não revelada", "[photo]"}, {"imagem omitida", "[photo]"},
      {"vídeo omitido", "[video]"}, {"vídeo não revelado", "[video]"}, {"áudio ocultado", "[voice message]"}, {"áudio omitido", "[voice message]"}, {"figurinha omitida", "[sticker]"}, {"GIF não revelada", "[video]"},
      {"documento não revelado", "[document]"}, {"cartão do contato omitido", "[contact]"}, {"immagine omessa", "[photo]"}, {"video omesso", "[video]"}, {"audio omesso", "[voice message]"},
      {"sticker non incluso", "[sticker]"}, {"GIF esclusa", "[video]"}, {"documento omesso", "[document]"}, {"afbeelding weggelaten", "[photo]"}, {"video weggelaten", "[video]"}, {"audio weggelaten", "[voice message]"},
      {"sticker weggelaten", "[sticker]"}, {"document weggelaten", "[document]"}, {"obraz pominięty", "[photo]"}, {"pominięto obraz", "[photo]"}, {"film pominięty", "[video]"}, {"pominięto film", "[video]"},
      {"imagine omisă", "[photo]"}, {"imaginea nu a fost inclusă", "[photo]"}, {"video omis", "[video]"}, {"görüntü dahil edilmedi", "[photo]"}, {"video dahil edilmedi", "[video]"}, {"изображение отсутствует", "[photo]"},
      {"изображение пропущено", "[photo]"}, {"видео отсутствует", "[video]"}, {"стикер не добавлен", "[sticker]"}, {"obrázek vynechán", "[photo]"}, {"GIF vynechán", "[video]"}, {"зображення відсутнє", "[photo]"},
      {"لم يتم إدراج الصورة", "[photo]"}, {"صورة غير مدرجة", "[photo]"}, {"画像は含まれていません", "[photo]"}, {"图像已忽略", "[photo]"}, {"이미지 생략", "[photo]"}};
  return words;
}

const Words& edited_marks() {
  static const Words words = {"This message was edited", "Diese Nachricht wurde bearbeitet", "Ce message a été modifié", "Se editó este mensaje", "Este mensaje fue editado", "Mensagem editada", "Esta mensagem foi editada",
                              "Questo messaggio è stato modificato", "Dit bericht is bewerkt", "Ta wiadomość została edytowana", "Wiadomość edytowana", "Acest mesaj a fost editat", "Bu mesaj düzenlendi", "Данное сообщение изменено",
                              "Сообщение изменено", "Det här meddelandet har redigerats", "Tato zpráva byla upravena", "Tätä viestiä muokattiin", "تم تعديل هذه الرسالة", "یہ پیغام ایڈٹ کیا گیا تھا", "此消息已编辑", "此訊息已編輯", "このメッセージは編集されました"};
  return words;
}

std::string_view without_stop(std::string_view text) {
  if (text.ends_with('.')) text.remove_suffix(1);
  return trimmed(text);
}

/// What a file is, by the last letters of its name; empty when it is no name of a file.
std::string_view by_file_name(std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || name.size() - dot > 5 || name.size() - dot < 3) return {};
  std::string ending;
  for (const char c : name.substr(dot + 1)) {
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) return {};
    ending += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  }
  const auto among = [&](std::initializer_list<std::string_view> endings) { return std::find(endings.begin(), endings.end(), ending) != endings.end(); };
  if (among({"jpg", "jpeg", "png", "heic", "gif"})) return "[photo]";
  if (ending == "webp") return name.find("STK") != std::string_view::npos || name.find("STICKER") != std::string_view::npos ? "[sticker]" : "[photo]";
  if (among({"mp4", "mov", "3gp", "mkv"})) return "[video]";
  if (among({"opus", "m4a", "mp3", "ogg", "aac", "amr"})) return "[voice message]";
  return ending == "vcf" ? "[contact]" : "[document]";
}

/// "IMG-20261124-WA0001.jpg (file attached)" of Android, "<attached: 00000012-PHOTO.jpg>" of iOS, in any language.
std::string_view attachment(std::string_view body) {
  if (body.ends_with(')')) {
    const auto open = body.rfind(" (");
    if (open == std::string_view::npos || body.size() - open > 60) return {};
    return by_file_name(trimmed(body.substr(0, open)));
  }
  const auto colon = body.rfind(": ");
  if (!body.starts_with('<') || !body.ends_with('>') || colon == std::string_view::npos) return {};
  return by_file_name(trimmed(body.substr(colon + 2, body.size() - colon - 3)));
}

}  // namespace

std::optional<Period> period_word(std::string_view word) {
  if (blank(word) || word == ", ") return Period::none;
  const std::string key = squeezed(word);
  if (neutral().contains(key)) return Period::none;
  if (before_noon().contains(key)) return Period::am;
  if (after_noon().contains(key)) return Period::pm;
  return std::nullopt;
}

Body body_of(std::string_view line, bool marked) {
  if (line.empty() || line.size() > 200) return {};
  if (line.size() <= 90) {
    const std::string_view whole = without_stop(line);
    if (deleted_bodies().contains(whole)) return {Kind::deleted, {}};
    if (const auto found = omitted_bodies().find(whole); found != omitted_bodies().end()) return {Kind::media, found->second};
  }
  if (line.back() == ')' || line.back() == '>')
    if (const std::string_view stand_in = attachment(line); !stand_in.empty()) return {Kind::media, stand_in};
  // "<Media omitted>" of Android, in whatever language: nothing but one pair of angle brackets around a few words.
  if (line.front() == '<' && line.back() == '>' && line.size() < 80 && line.find_first_of("<>/=", 1) == line.size() - 1) return {Kind::media, "[media]"};
  if (!marked) return {};
  // Nobody typed it: a poll and a place are still somebody's message, the rest is a notice.
  const bool says_something = line.find("://") != std::string_view::npos || line.back() == ':';
  return {says_something ? Kind::text : Kind::system, {}};
}

bool take_edited(std::string_view& text) {
  if (!text.ends_with('>')) return false;
  const auto open = text.rfind('<');
  if (open == std::string_view::npos || text.size() - open > 90) return false;
  if (!edited_marks().contains(without_stop(text.substr(open + 1, text.size() - open - 2)))) return false;
  text = trimmed(text.substr(0, open));
  return true;
}

}  // namespace tact::history
