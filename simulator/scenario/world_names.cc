#include "simulator/scenario/world_names.h"

namespace deputy {

WorldNames NamesOf(const World& world) {
  WorldNames names;
  for (const Account& account : world.accounts) {
    names.accounts.push_back(account.id);
    names.accounts.push_back(account.name);
  }
  for (const Organization& item : world.organizations) names.organizations.push_back(item.id);
  for (const Deputy& item : world.deputies) names.deputies.push_back(item.id);
  for (const Role& item : world.roles) names.roles.push_back(item.id);
  for (const User& item : world.users) names.users.push_back(item.id);
  for (const Resource& item : world.resources) names.resources.push_back(item.id);
  return names;
}

Index ReadRef(ObjectReader& reader, absl::string_view name, absl::string_view what,
              const std::vector<std::string>& known, bool required) {
  const JsonValue* value = required ? reader.Required(name) : reader.Optional(name);
  if (value == nullptr) return kNoIndex;
  const std::string text = NonEmptyText(*value, Quote(name), reader.diagnostics());
  if (text.empty()) return kNoIndex;
  return ResolveName(text, value->range, known, "unresolved-reference", what, reader.diagnostics());
}

Index ReadAccountRef(ObjectReader& reader, absl::string_view name, const WorldNames& names,
                     bool required) {
  const Index found = ReadRef(reader, name, "account", names.accounts, required);
  return found == kNoIndex ? kNoIndex : found / 2;
}

}  // namespace deputy
