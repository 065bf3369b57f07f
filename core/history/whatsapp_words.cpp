// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/whatsapp_words.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "core/history/scan.h"

namespace tact::history {

namespace {

using Words = std::unordered_set<std::string_view>;

/// Bytes of a sentence of WhatsApp's own; Tamil and Malayalam take three a letter.
constexpr std::size_t longest_own_words = 150;

// Whole bodies, as published by people who parse such exports; end stops are taken off before the look-up.
const Words& deleted_bodies() {
  static const Words words = {
      "This message was deleted", "This message was deleted by an admin", "You deleted this message", "You deleted this message as admin",
      "Hierdie boodskap was uitgevee", "Hierdie boodskap is uitgevee", "Jy het boodskap uitgevee", "تم حذف هذه الرسالة", "لقد حذفت هذه الرسالة",
      "لقد حذَفت هذه الرسالة", "أنت حذفت هذه الرسالة", "Bu ismarıc silindi", "Siz bu ismarıcı sildiniz", "Съобщението беше изтрито",
      "Изтрихте това съобщение", "এই মেসেজটি বাদ দেওয়া হয়েছে", "এই বার্তাটি মুছে ফেলা হয়েছে", "আপনি এই মেসেজটি বাদ দিয়েছেন",
      "আপনি এই বার্তাটি মুছে ফেলেছেন", "Aquest missatge s'ha suprimit", "Aquest missatge està esborrat", "Has suprimit aquest missatge",
      "Has esborrat aquest missatge", "Tato zpráva byla odstraněna", "Tato zpráva byla smazána", "Tuto zprávu jste smazal/a",
      "Tuto zprávu jste odstranil/a", "Denne besked blev slettet", "Denne besked er blevet slettet", "Du slettede denne besked",
      "Du har slettet denne besked", "Diese Nachricht wurde gelöscht", "Du hast diese Nachricht gelöscht", "Αυτό το μήνυμα διαγράφηκε",
      "Διαγράψατε αυτό το μήνυμα", "Διαγράψατε το μήνυμα", "Se eliminó este mensaje", "Este mensaje fue eliminado", "Eliminaste este mensaje",
      "See sõnum on kustutatud", "Kustutasid selle sõnumi", "این پیام حذف شد", "این پیام حذف شده است", "شما این پیام را حذف کردید",
      "Tämä viesti poistettiin", "Poistit tämän viestin", "Itong mensahe ay binura na", "Binura mo itong mensahe", "Ce message a été supprimé",
      "Vous avez supprimé ce message", "Vous avez effacé ce message", "Scriosadh an teachtaireacht seo", "Scrios tú an teachtaireacht seo",
      "આ મેસેજ ડિલીટ કરાયો", "આ સંદેશ રદ્દ કરાયો", "તમે આ મેસેજ ડિલીટ કર્યો", "તમે આ સંદેશને રદ્દ કર્યો", "הודעה זו נמחקה", "מחקת את ההודעה הזו",
      "מחקת הודעה זו", "यह मैसेज डिलीट कर दिया गया है", "यह मैसेज मिटाया गया", "यह संदेश मिटाया गया", "यह संदेश हटा दिया गया था",
      "आपने यह मैसेज डिलीट किया", "आपने यह संदेश मिटाया", "Ova je poruka izbrisana", "Ova poruka je izbrisana", "Izbrisali ste ovu poruku",
      "Ezt az üzenetet törölték", "Ez az üzenet törlésre került", "Ezt az üzenetet törölted", "Törölted ezt az üzenetet", "Pesan ini dihapus",
      "Pesan ini telah dihapus", "Anda menghapus pesan ini", "Anda telah menghapus pesan ini", "Questo messaggio è stato eliminato",
      "Hai eliminato questo messaggio", "このメッセージは削除されました", "このメッセージを削除しました", "ಈ ಸಂದೇಶವು ಅಳಿಸಲ್ಪಟ್ಟಿದೆ", "ನೀವು ಈ ಸಂದೇಶವನ್ನು ಅಳಿಸಿದ್ದೀರಿ",
      "Бұл хат жойылды", "Сіз бұл хатты жойдыңыз", "삭제된 메시지입니다", "이 메시지는 삭제되었습니다", "삭제한 메시지입니다", "이 메시지를 삭제했습니다", "Ši žinutė buvo ištrinta",
      "Jūs ištrynėte šią žinutę", "Šī ziņa tika izdzēsta", "Jūs izdzēsāt šo ziņu", "Оваа порака беше избришана", "Ја избриша оваа порака",
      "ഈ സന്ദേശം ഇല്ലാതാക്കിയതാണ്", "ഈ സന്ദേശം നിങ്ങൾ ഇല്ലാതാക്കി", "हा मेसेज हटवण्यात आला", "हा संदेश हटविण्यात आला होता", "तुम्ही हा मेसेज हटवला",
      "आपण हा संदेश हटविलात", "Mesej ini telah dipadam", "Mesej ini telah dipadamkan", "Anda telah memadam mesej ini",
      "Anda telah memadamkan mesej ini", "Denne meldingen ble slettet", "Du slettet denne meldingen", "Dit bericht is verwijderd",
      "Je hebt dit bericht verwijderd", "U hebt dit bericht verwijderd", "ਇਸ ਸੁਨੇਹੇ ਨੂੰ ਹਟਾਇਆ ਗਿਆ", "ਤੁਸੀਂ ਇਹ ਸੁਨੇਹਾ ਹਟਾਇਆ",
      "Ta wiadomość została usunięta", "Usunięto tę wiadomość", "Usunąłeś tę wiadomość", "Usunęłaś tę wiadomość", "Usunąłeś(-ęłaś) tę wiadomość",
      "Usunąłeś(aś) tę wiadomość", "Mensagem apagada", "Essa mensagem foi apagada", "Esta mensagem foi apagada",
      "Esta mensagem foi apagada pelo remetente", "Você apagou esta mensagem", "Você apagou essa mensagem", "Apagou esta mensagem",
      "Acest mesaj a fost șters", "Ai șters acest mesaj", "Ați șters acest mesaj", "Это сообщение было удалено", "Сообщение удалено",
      "Данное сообщение удалено", "Вы удалили данное сообщение", "Вы удалили это сообщение", "Táto správa bola odstránená",
      "Túto správu ste odstránili", "To sporočilo je bilo izbrisano", "To sporočilo ste izbrisali", "Ова порука је обрисана",
      "Обрисао/ла си ову поруку", "Ujumbe huu ulifutwa", "Umefuta ujumbe huu", "Det här meddelandet raderades", "Detta meddelande raderades",
      "Du raderade det här meddelandet", "Du raderade detta meddelande", "Du har tagit bort meddelandet", "இத்தகவல் திரும்பப்பெறப்பட்டது",
      "இத்தகவலை தாங்கள் அழித்தீர்கள்", "ข้อความนี้ถูกลบแล้ว", "ข้อความนี้ได้ถูกลบ", "คุณได้ลบข้อความนี้", "คุณลบข้อความนี้", "Bu mesaj silindi",
      "Bu mesajı sildiniz", "Це повідомлення було видалено", "Ви видалили це повідомлення", "یہ پیغام حذف کر دیا گیا تھا",
      "یہ میسج حذف کر دیا گیا ہے", "یہ پیغام حذف کیا گیا", "آپ نے یہ میسج حذف کر دیا ہے", "آپ نے اس پیغام کو حذف کیا", "Ushbu xabar o‘chirildi",
      "Siz ushbu xabarni o‘chirdingiz", "Tin nhắn này đã bị xóa", "Tin nhắn này đã bị xoá", "Bạn đã xóa tin nhắn này", "Bạn đã xoá tin nhắn này",
      "此消息已删除", "这条消息已被删除", "信息已删除", "您已删除这条消息", "您删除这个信息", "此訊息已刪除", "您已刪除此訊息"};
  return words;
}

// "omitted" of iOS, by what was left out.
using Omitted = std::unordered_map<std::string_view, std::string_view>;
void add(Omitted& to, std::string_view stand_in, std::initializer_list<std::string_view> bodies) {
  for (const std::string_view body : bodies) to.emplace(body, stand_in);
}

Omitted all_omitted() {
  Omitted words;
  add(words, "[photo]",
      {
        "image omitted", "Bild weggelassen", "image absente", "imagen omitida", "imagem ocultada", "imagem não revelada", "imagem omitida",
        "immagine omessa", "afbeelding weggelaten", "obraz pominięty", "pominięto obraz", "imagine omisă", "Imagine omisă",
        "imaginea nu a fost inclusă", "görüntü dahil edilmedi", "изображение отсутствует", "изображение пропущено", "obrázek vynechán",
        "obrázok vynechaný", "зображення відсутнє", "bild utesluten", "bilde ikke inkludert", "billede udeladt", "ei kuvaa",
        "kép küldése sikertelen", "slika izostavljena", "εικόνα παραλείφθηκε", "Imatge omesa", "imej tidak dimasukkan", "gambar tidak disertakan",
        "đã bỏ qua hình ảnh", "התמונה הושמטה", "لم يتم إدراج الصورة", "صورة غير مدرجة", "تصویر حذف شد", "تصویر نکال دی گئی ہے", "फ़ोटो हटाई गई",
        "इमेज वगळली", "ইমেজ বাদ দেওয়া হয়েছে", "છબી પડતી મૂકાઈ", "íomhá ligthe ar lár", "ไม่มีรูปภาพ", "画像は含まれていません", "图像已忽略", "照片已忽略", "圖片已略去",
        "圖像已省略", "이미지 생략", "이미지 생략됨"});
  add(words, "[video]",
      {
        "video omitted", "video note omitted", "GIF omitted", "Video weggelassen", "GIF weggelassen", "vidéo absente", "GIF retiré", "video omitido",
        "Video omitido", "GIF omitido", "vídeo omitido", "vídeo não revelado", "GIF não revelada", "video omesso", "GIF esclusa", "video weggelaten",
        "GIF weggelaten", "film pominięty", "pominięto film", "wideo pominięte", "Plik GIF pominięty", "video omis", "clip video omis", "GIF omis",
        "video dahil edilmedi", "GIF dahil edilmedi", "görüntülü not çıkarıldı", "видео отсутствует", "GIF отсутствует", "video vynecháno",
        "video vynechané", "GIF vynechán", "GIF vynechaný", "відео відсутнє", "GIF-анімацію пропущено", "video utesluten", "GIF utesluten",
        "video utelatt", "GIF utelatt", "video udeladt", "GIF udeladt", "videota ei sisällytetä", "GIF-animaatio jätetty pois", "Videó kihagyva",
        "GIF fájl kihagyása", "video izostavljen", "GIF izostavljen", "βίντεο παραλείφθηκε", "Παράληψη GIF", "vídeo omès", "GIF omès",
        "video tidak dimasukkan", "GIF tidak dimasukkan", "video tidak disertakan", "GIF tidak disertakan", "đã bỏ video", "Đã bỏ qua ảnh GIF",
        "סרטון הווידאו הושמט", "GIF הושמט", "لم يتم إدراج الفيديوهات", "لم يتم إدراج صورة GIF", "ویدیو حذف شد", "GIF حذف شد", "ویڈیو نظرانداز",
        "वीडियो छोड़ा गया", "GIF छोड़ा गया", "व्हिडीओ वगळला", "GIF वगळले", "ভিডিও বাদ দেওয়া হয়েছে", "વિડિયો પડતી મુકાઈ", "GIF પડતી મૂકાઈ",
        "físeán ligthe ar lár", "GIF ligthe ar lár", "วิดีโอถูกลบ", "ละเว้น GIF", "ビデオは含まれていません", "GIFは含まれていません", "视频已忽略", "影片已略去", "影片已省略",
        "비디오 생략됨", "GIF 생략됨"});
  add(words, "[voice message]",
      {
        "audio omitted", "Audio weggelassen", "audio omis", "audio omitido", "áudio ocultado", "áudio omitido", "ficheiro de áudio não revelado",
        "audio omesso", "audio weggelaten", "audio pominięte", "fără audio", "ses dahil edilmedi", "аудиофайл отсутствует",
        "zvukový soubor vynechán", "zvuk vynechaný", "аудіо відсутнє", "ljud utelslutet", "lyd utelatt", "lyd udeladt",
        "äänitiedostoa ei sisällytetä", "Hang kihagyása", "zvuk izostavljen", "ήχος παραλείφθηκε", "Àudio omès", "audio tidak dimasukkan",
        "audio tidak disertakan", "bỏ qua tệp âm thanh", "קטע קול הושמט", "لم يتم إدراج المقاطع الصوتية", "صدا حذف شد", "آڈیو نظرانداز",
        "ऑडियो हटाई गयी", "ऑडिओ वगळला", "অডিও বাদ দেওয়া হয়েছে", "ઓડિયો ફાઇલ શામેલ કરી નથી", "comhad fuaime ar lár", "ไม่มีไฟล์เสียง",
        "音声は含まれていません", "音频已忽略", "音訊已略去", "音訊已省略", "오디오 생략됨"});
  add(words, "[sticker]",
      {
        "sticker omitted", "Sticker weggelassen", "sticker omis", "sticker omitido", "figurinha omitida", "sticker não revelado",
        "sticker non incluso", "sticker weggelaten", "pominięto naklejkę", "Çıkartma dahil edilmedi", "стикер не добавлен", "nálepka vynechána",
        "nálepka vynechaná", "Наклейку не додано", "sticker utesluten", "klistremerke utelatt", "klistermærke udeladt", "tarraa ei sisällytetty",
        "matrica kihagyva", "naljepnica izostavljena", "αυτοκόλλητο παραλήφθηκε", "adhesiu omès", "pelekat tidak disertakan",
        "stiker tidak disertakan", "đã bỏ sticker", "סטיקר הושמט", "تم حذف الملصقات", "استیکر حذف شد", "اسٹیکر نظرانداز", "स्टिकर छोड़ा गया",
        "स्टिकर वगळले", "স্টিকার বাদ দেওয়া হয়েছে", "સ્ટીકર પડતું મુકાયું", "fágadh an greamán ar lár", "ไม่มีสติกเกอร์", "スタンプは含まれていません", "贴图已省略",
        "貼圖已略去", "貼圖已忽略", "스티커 제외됨"});
  add(words, "[document]",
      {
        "document omitted", "Dokument weggelassen", "document omis", "document manquant", "documento omitido", "documento não revelado",
        "documento omesso", "document weggelaten", "dokument pominięty", "belge dahil edilmedi", "документ отсутствует", "dokument vynechán",
        "dokument vynechaný", "документ пропущено", "dokument uteslutet", "utelatt dokument", "dokument udeladt", "dokumenttia ei sisällytetä",
        "dokumentum kihagyva", "dokument izostavljen", "έγγραφο παραλείφθηκε", "Document omès", "dokumen tidak dimasukkan",
        "dokumen tidak disertakan", "đã bỏ qua tài liệu", "מסמך הושמט", "لم يتم إدراج المستند", "سند حذف شد", "دستاویز نظرانداز",
        "डॉक्यूमेंट छोड़ा गया", "डॉक्युमेंट वगळले", "ডকুমেন্ট বাদ দেওয়া হয়েছে", "ડોક્યુમેન્ટ સામેલ કર્યું નહિ", "cáipéis ligthe ar lár",
        "ละเว้นเอกสาร", "ドキュメントは含まれていません", "文档已省略", "文件已略去", "文件已忽略", "문서 생략됨"});
  add(words, "[contact]",
      {
        "Contact card omitted", "Kontaktkarte ausgelassen", "Kontaktkarte weggelassen", "carte du contact omise", "Fiche contact manquante",
        "Tarjeta de contacto omitida", "cartão do contato omitido", "Cartão do contato omitido", "Contacto não revelado", "Scheda contatto omessa",
        "Visitekaartje weggelaten", "Pominięta wizytówka kontaktu", "Carte de vizită contact omisă", "kişi kartı dahil edilmedi",
        "Kişi kartı dahil edilmedi", "Карточка контакта отсутствует", "Vizitka vynechána", "Karta kontaktu vynechaná", "Картка контакту відсутня",
        "Kontaktkort uteslutet", "Kontaktkort sløyfet", "Kontaktkort udeladt", "Yhteystietokortti jätettiin pois", "Névjegykártya kihagyva",
        "Posjetnica izostavljena", "Η κάρτα επαφής παραλήφθηκε", "Targeta de contacte omesa", "Kad kenalan tidak dimasukkan",
        "Kartu kontak tidak disertakan", "Bỏ qua thẻ liên lạc", "כרטיס איש קשר הושמט", "لم يتم إدراج بطاقة جهة اتصال", "برگ مخاطب حذف شد",
        "رابطہ کارڈ نظر انداز", "कॉन्टैक्ट कार्ड छोड़ा गया", "संपर्क कार्ड वगळले", "পরিচিতির কার্ড বাদ দেওয়া হয়েছে",
        "સંપર્કનું કાર્ડ પડતું મૂકાયું", "Cárta teagmhála ar lár", "บัตรรายชื่อที่ละเว้น", "連絡先カードを省略", "联系人卡片已忽略", "聯絡人卡片已略去", "聯絡人卡片已省略",
        "연락처 카드 생략됨"});
  return words;
}
const Omitted& omitted_bodies() {
  static const Omitted words = all_omitted();
  return words;
}

const Words& edited_marks() {
  static const Words words = {
      "This message was edited", "Diese Nachricht wurde bearbeitet", "Ce message a été modifié", "Se editó este mensaje", "Este mensaje fue editado",
      "Mensagem editada", "Esta mensagem foi editada", "Questo messaggio è stato modificato", "Dit bericht is bewerkt",
      "Ta wiadomość została edytowana", "Wiadomość edytowana", "Acest mesaj a fost editat", "Bu mesaj düzenlendi", "Данное сообщение изменено",
      "Сообщение изменено", "Det här meddelandet har redigerats", "Tato zpráva byla upravena", "Tätä viestiä muokattiin", "تم تعديل هذه الرسالة",
      "یہ پیغام ایڈٹ کیا گیا تھا", "此消息已编辑", "此訊息已編輯", "このメッセージは編集されました"};
  return words;
}

std::string_view without_stop(std::string_view text) {
  for (const std::string_view stop : {".", "。", "।", "۔"})
    if (text.ends_with(stop)) return trimmed(text.substr(0, text.size() - stop.size()));
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

/// "timetable.pdf • 2 pages ‎document omitted", "The new hall ‎image omitted" of iOS: what a person wrote (or called a file) stands before the mark.
Body omitted_after_words(std::string_view line) {
  const auto mark = line.rfind("\u200E");
  if (mark == std::string_view::npos || mark == 0) return {};
  const auto found = omitted_bodies().find(without_stop(trimmed(line.substr(mark))));
  if (found == omitted_bodies().end()) return {};
  return {Kind::media, found->second, trimmed(line.substr(0, mark))};
}

Body body_of(std::string_view line, bool marked) {
  if (line.empty()) return {};
  if (const Body body = omitted_after_words(line); body.kind == Kind::media) return body;
  if (line.size() > 200) return {};
  if (line.size() <= longest_own_words) {
    const std::string_view whole = without_stop(line);
    if (deleted_bodies().contains(whole) || whole.starts_with("This message was deleted by admin ")) return {Kind::deleted, {}, {}};
    if (const auto found = omitted_bodies().find(whole); found != omitted_bodies().end()) return {Kind::media, found->second, {}};
  }
  if (line.back() == ')' || line.back() == '>')
    if (const std::string_view stand_in = attachment(line); !stand_in.empty()) return {Kind::media, stand_in, {}};
  // "<Media omitted>" of Android, in whatever language: nothing but one pair of angle brackets around a few words.
  if (line.front() == '<' && line.back() == '>' && line.size() < longest_own_words && line.find_first_of("<>/=", 1) == line.size() - 1)
    return {Kind::media, "[media]", {}};
  if (!marked) return {};
  // Nobody typed it: a poll and a place are still somebody's message, the rest is a notice.
  const bool says_something = line.find("://") != std::string_view::npos || line.back() == ':';
  return {says_something ? Kind::text : Kind::system, {}, {}};
}

bool take_edited(std::string_view& text) {
  if (!text.ends_with('>')) return false;
  const auto open = text.rfind('<');
  if (open == std::string_view::npos || text.size() - open > longest_own_words) return false;
  // iOS puts an invisible mark before what nobody typed; on Android the words must be known.
  const bool marked = text.substr(0, open).ends_with("\u200E");
  if (!marked && !edited_marks().contains(without_stop(text.substr(open + 1, text.size() - open - 2)))) return false;
  text = trimmed(text.substr(0, open));
  return true;
}

}  // namespace tact::history
