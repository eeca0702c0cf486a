package io.handclasp.pair;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code docs/admin-api.yaml}, to hold answers against. Of JSON Schema it knows what that file
 * uses, and it is stricter: an object has no fields but those that are described.
 */
final class ApiDocument {
  private final JsonNode document;

  ApiDocument(Path file) throws IOException {
    document = new YAMLMapper().readTree(file.toFile());
  }

  /** What of a body does not fit what the path is said to answer with that status. */
  List<String> problems(String path, String method, int status, JsonNode body) {
    JsonNode response =
        document.path("paths").path(path).path(method).path("responses").path("" + status);
    JsonNode schema = response.path("content").path("application/json").path("schema");
    if (schema.isMissingNode()) {
      return List.of(method + " " + path + " " + status + ": not described");
    }
    List<String> problems = new ArrayList<>();
    check(body, schema, "", problems);
    return problems;
  }

  private void check(JsonNode value, JsonNode schema, String at, List<String> problems) {
    JsonNode reference = schema.path("$ref");
    if (!reference.isMissingNode()) {
      check(value, document.at(reference.asText().substring(1)), at, problems);
      return;
    }
    String type = schema.path("type").asText();
    if (!fits(value, type)) {
      problems.add(at + ": " + value.getNodeType() + " (expected: " + type + ")");
      return;
    }
    if (schema.has("enum") && !contains(schema.path("enum"), value)) {
      problems.add(at + ": " + value + " (expected: " + schema.path("enum") + ")");
    }
    if (type.equals("array")) {
      for (int i = 0; i < value.size(); i++) {
        check(value.get(i), schema.path("items"), at + "[" + i + "]", problems);
      }
    } else if (type.equals("object")) {
      object(value, schema, at, problems);
    }
  }

  private void object(JsonNode value, JsonNode schema, String at, List<String> problems) {
    for (JsonNode required : schema.path("required")) {
      if (!value.has(required.asText())) {
        problems.add(at + "." + required.asText() + ": missing");
      }
    }
    JsonNode others = schema.path("additionalProperties");
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      String name = at + "." + field.getKey();
      JsonNode described = schema.path("properties").path(field.getKey());
      if (!described.isMissingNode()) {
        check(field.getValue(), described, name, problems);
      } else if (others.isObject()) {
        check(field.getValue(), others, name, problems);
      } else if (!others.asBoolean()) {
        problems.add(name + ": not described");
      }
    }
  }

  private static boolean contains(JsonNode values, JsonNode value) {
    for (JsonNode one : values) {
      if (one.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean fits(JsonNode value, String type) {
    return switch (type) {
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "array" -> value.isArray();
      case "object" -> value.isObject();
      default -> false;
    };
  }
}
