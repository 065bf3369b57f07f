// SPDX-License-Identifier: GPL-3.0-or-later
// What a person in front of this host would see, and what a test wants to know.  One viewer prints for people, one for scripts.
#pragma once

#include <purple.h>

#include <string>
#include <vector>

namespace tact::host {

struct Shown {
  PurpleAccount* account = nullptr;
  std::string conversation, who, text, markup;  ///< text: markup without tags
  unsigned flags = 0;                           ///< PurpleMessageFlags
  bool chat = true;
};

struct Request {
  long id = 0;
  std::string kind, title, primary, secondary;
  std::vector<std::string> choices;  ///< button captions, or "id=value" of each field and then the words around them
};

class Viewer {
 public:
  virtual ~Viewer() = default;
  virtual void shown(const Shown&) {}
  virtual void put_back(PurpleConversation*, const std::string& /*markup*/) {}
  virtual void requested(const Request&) {}
  virtual void closed(long /*request*/) {}
  virtual void notified(const std::string& /*title*/, const std::string& /*text*/) {}
  virtual void signed_on(PurpleAccount*) {}
  virtual void signed_off(PurpleAccount*) {}
  virtual void failed(PurpleAccount*, const std::string& /*why*/) {}
  virtual void joined(PurpleConversation*) {}
  virtual void left(PurpleConversation*) {}
  virtual void wire(const std::string& /*room*/, const std::string& /*who*/, const std::string& /*text*/) {}
  virtual void complained(const std::string& /*domain*/, const std::string& /*text*/) {}
  virtual void debug(const std::string& /*category*/, const std::string& /*text*/) {}
};

}  // namespace tact::host
