#include "tests/support/json_schema.h"

#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

namespace deputy {

using Adapter = valijson::adapters::NlohmannJsonAdapter;

struct JsonSchema::Parsed {
  valijson::Schema schema;
};

JsonSchema::JsonSchema(const nlohmann::json& schema, Draft draft) {
  auto parsed = std::make_unique<Parsed>();
  valijson::SchemaParser(draft == Draft::k4 ? valijson::SchemaParser::kDraft4
                                            : valijson::SchemaParser::kDraft7)
      .populateSchema(Adapter(schema), parsed->schema);
  parsed_ = std::move(parsed);
}

JsonSchema::~JsonSchema() = default;

bool JsonSchema::Fits(const nlohmann::json& document) const {
  return valijson::Validator().validate(parsed_->schema, Adapter(document), nullptr);
}

std::string JsonSchema::Problems(const nlohmann::json& document) const {
  valijson::ValidationResults results;
  valijson::Validator().validate(parsed_->schema, Adapter(document), &results);
  std::string out;
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    for (const std::string& step : error.context) out += step;
    out += ": " + error.description + "\n";
  }
  return out;
}

}  // namespace deputy
