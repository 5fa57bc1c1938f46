// Whether a document fits a JSON Schema. Its own source, because the validator takes long to
// compile.
#ifndef DEPUTY_TESTS_SUPPORT_JSON_SCHEMA_H_
#define DEPUTY_TESTS_SUPPORT_JSON_SCHEMA_H_

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace deputy {

class JsonSchema {
 public:
  enum class Draft { k4, k7 };

  explicit JsonSchema(const nlohmann::json& schema, Draft draft = Draft::k7);
  ~JsonSchema();

  bool Fits(const nlohmann::json& document) const;

  // A line for each thing that is wrong, with its place; empty when the document fits.
  std::string Problems(const nlohmann::json& document) const;

 private:
  struct Parsed;
  std::unique_ptr<const Parsed> parsed_;
};

}  // namespace deputy

#endif  // DEPUTY_TESTS_SUPPORT_JSON_SCHEMA_H_
