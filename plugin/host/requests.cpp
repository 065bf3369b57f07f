// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/host/requests.h"

#include <cstdarg>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <vector>

namespace tact::host {

namespace {

struct Open {
  PurpleRequestType type = PURPLE_REQUEST_ACTION;
  std::vector<GCallback> callbacks;
  void* data = nullptr;
  std::string text;
  PurpleRequestFields* fields = nullptr;
};

std::map<long, Open> open_requests;
long last = 0;
Viewer* viewer = nullptr;
bool answers = true;

std::string words(const char* text) { return text != nullptr ? text : ""; }

int number_in(const std::string& text) { return static_cast<int>(std::strtol(text.c_str(), nullptr, 10)); }

// NOLINTNEXTLINE(performance-no-int-to-ptr): libpurple wants a pointer and follows none.
void* handle(long id) { return reinterpret_cast<void*>(static_cast<std::intptr_t>(id)); }
long number(void* handle) { return static_cast<long>(reinterpret_cast<std::intptr_t>(handle)); }

void* open(const char* kind, const char* title, const char* primary, const char* secondary, Open request,
           std::vector<std::string> choices) {
  const long id = ++last;
  open_requests[id] = std::move(request);
  viewer->requested({id, kind, words(title), words(primary), words(secondary), std::move(choices)});
  return handle(id);
}

void* request_action(const char* title, const char* primary, const char* secondary, int, PurpleAccount*, const char*,
                     PurpleConversation*, void* data, std::size_t count, va_list actions) noexcept {
  Open request{PURPLE_REQUEST_ACTION, {}, data, "", nullptr};
  std::vector<std::string> captions;
  for (std::size_t i = 0; i < count; ++i) {
    captions.push_back(words(va_arg(actions, char*)));
    request.callbacks.push_back(va_arg(actions, GCallback));
  }
  return open("action", title, primary, secondary, std::move(request), std::move(captions));
}

void* request_input(const char* title, const char* primary, const char* secondary, const char* text, gboolean, gboolean,
                    gchar*, const char* ok, GCallback on_ok, const char* cancel, GCallback on_cancel, PurpleAccount*,
                    const char*, PurpleConversation*, void* data) noexcept {
  return open("input", title, primary, secondary,
              Open{PURPLE_REQUEST_INPUT, {on_ok, on_cancel}, data, words(text), nullptr}, {words(ok), words(cancel)});
}

std::string field_line(PurpleRequestField* field) {
  const std::string id = purple_request_field_get_id(field);
  const PurpleRequestFieldType type = purple_request_field_get_type(field);
  if (type == PURPLE_REQUEST_FIELD_STRING) return id + "=" + words(purple_request_field_string_get_value(field));
  if (type == PURPLE_REQUEST_FIELD_BOOLEAN) return id + "=" + (purple_request_field_bool_get_value(field) ? "1" : "0");
  if (type == PURPLE_REQUEST_FIELD_CHOICE) return id + "=" + std::to_string(purple_request_field_choice_get_value(field));
  if (type == PURPLE_REQUEST_FIELD_INTEGER) return id + "=" + std::to_string(purple_request_field_int_get_value(field));
  return id + "=?";
}

/// What a person reads beside and in the fields, after all their values.
void add_captions(PurpleRequestFields* fields, std::vector<std::string>& lines) {
  for (GList* at = purple_request_fields_get_groups(fields); at != nullptr; at = at->next) {
    auto* group = static_cast<PurpleRequestFieldGroup*>(at->data);
    if (const char* title = purple_request_field_group_get_title(group)) lines.emplace_back(title);
    for (GList* one = purple_request_field_group_get_fields(group); one != nullptr; one = one->next) {
      auto* field = static_cast<PurpleRequestField*>(one->data);
      lines.push_back(words(purple_request_field_get_label(field)));
      if (purple_request_field_get_type(field) != PURPLE_REQUEST_FIELD_CHOICE) continue;
      for (GList* label = purple_request_field_choice_get_labels(field); label != nullptr; label = label->next)
        lines.push_back(words(static_cast<const char*>(label->data)));
    }
  }
}

void* request_fields(const char* title, const char* primary, const char* secondary, PurpleRequestFields* fields,
                     const char*, GCallback on_ok, const char*, GCallback on_cancel, PurpleAccount*, const char*,
                     PurpleConversation*, void* data) noexcept {
  std::vector<std::string> lines;
  for (GList* group = purple_request_fields_get_groups(fields); group != nullptr; group = group->next)
    for (GList* field = purple_request_field_group_get_fields(static_cast<PurpleRequestFieldGroup*>(group->data));
         field != nullptr; field = field->next)
      lines.push_back(field_line(static_cast<PurpleRequestField*>(field->data)));
  add_captions(fields, lines);
  return open("fields", title, primary, secondary, Open{PURPLE_REQUEST_FIELDS, {on_ok, on_cancel}, data, "", fields},
              std::move(lines));
}

void close_request(PurpleRequestType, void* closed) noexcept {
  const long id = number(closed);
  const auto found = open_requests.find(id);
  if (found == open_requests.end()) return;
  if (found->second.fields != nullptr) purple_request_fields_destroy(found->second.fields);
  open_requests.erase(found);
  viewer->closed(id);
}

PurpleRequestUiOps ops;

void close(long id, PurpleRequestType type) {
  // A callback may have closed it already.
  if (open_requests.contains(id)) purple_request_close(type, handle(id));
}

}  // namespace

void use_requests(const Persona& persona, Viewer& to) {
  viewer = &to;
  answers = persona.dialogs;
  ops.request_action = request_action;
  ops.request_input = request_input;
  ops.request_fields = persona.dialogs ? request_fields : nullptr;
  ops.close_request = close_request;
  purple_request_set_ui_ops(&ops);
}

bool pick(long id, unsigned index) {
  const auto found = open_requests.find(id);
  if (found == open_requests.end()) return false;
  const Open request = found->second;
  if (index >= request.callbacks.size()) return false;
  const GCallback chosen = request.callbacks[index];
  if (answers && chosen != nullptr) {
    if (request.type == PURPLE_REQUEST_ACTION)
      reinterpret_cast<PurpleRequestActionCb>(chosen)(request.data, static_cast<int>(index));
    else if (request.type == PURPLE_REQUEST_FIELDS)
      reinterpret_cast<PurpleRequestFieldsCb>(chosen)(request.data, request.fields);
    else
      reinterpret_cast<PurpleRequestInputCb>(chosen)(request.data, request.text.c_str());
  }
  close(id, request.type);
  return true;
}

bool fill_in(long id, const char* text) {
  const auto found = open_requests.find(id);
  if (found == open_requests.end() || found->second.type != PURPLE_REQUEST_INPUT) return false;
  if (text != nullptr) found->second.text = text;
  return pick(id, 0);
}

bool set_field(long request, const std::string& id, const std::string& value) {
  const auto found = open_requests.find(request);
  if (found == open_requests.end() || found->second.fields == nullptr) return false;
  PurpleRequestField* field = purple_request_fields_get_field(found->second.fields, id.c_str());
  if (field == nullptr) return false;
  const PurpleRequestFieldType type = purple_request_field_get_type(field);
  if (type == PURPLE_REQUEST_FIELD_STRING) return purple_request_field_string_set_value(field, value.c_str()), true;
  if (type == PURPLE_REQUEST_FIELD_BOOLEAN) return purple_request_field_bool_set_value(field, value == "1"), true;
  if (type == PURPLE_REQUEST_FIELD_CHOICE) return purple_request_field_choice_set_value(field, number_in(value)), true;
  if (type == PURPLE_REQUEST_FIELD_INTEGER) return purple_request_field_int_set_value(field, number_in(value)), true;
  return false;
}

bool dismiss(long id) {
  const auto found = open_requests.find(id);
  if (found == open_requests.end()) return false;
  close(id, found->second.type);
  return true;
}

}  // namespace tact::host
