package io.handclasp.proxy.reference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.handclasp.proxy.config.KeyDescription;
import io.handclasp.proxy.config.ProxyConfigReader;
import io.handclasp.proxy.config.SectionDescription;
import io.handclasp.proxy.config.Shape;
import io.handclasp.proxy.config.Side;
import java.util.ArrayList;
import java.util.List;

/** A JSON Schema of one side's configuration, by which editors complete and check. */
public final class ConfigurationSchema {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Meanings meanings;

  private ConfigurationSchema(Meanings meanings) {
    this.meanings = meanings;
  }

  /** The text of the schema; ends with a line end. */
  public static String of(Side side) {
    ConfigurationSchema schema = new ConfigurationSchema(Meanings.shipped());
    ObjectNode root = JSON.objectNode();
    // The draft that the language server of YAML, which is in most editors, knows best.
    root.put("$schema", "http://json-schema.org/draft-07/schema#");
    root.put("title", "Configuration of Handclasp's " + side.word());
    root.setAll(schema.section("", ProxyConfigReader.describe(side)));
    try {
      DefaultPrettyPrinter lines =
          new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
      return new ObjectMapper().writer(lines).writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new AssertionError("a tree can be written", e);
    }
  }

  private ObjectNode section(String path, SectionDescription section) {
    ObjectNode schema = JSON.objectNode();
    schema.put("type", "object");
    schema.put("additionalProperties", false);
    if (!section.empty()) {
      schema.put("minProperties", 1);
    }
    ArrayNode required = JSON.arrayNode();
    section.keys().stream()
        .filter(KeyDescription::required)
        .forEach(key -> required.add(key.name()));
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    section.choices().forEach(choice -> choose(schema, choice));
    ObjectNode properties = schema.putObject("properties");
    for (KeyDescription key : section.keys()) {
      properties.set(key.name(), key(path.isEmpty() ? key.name() : path + "." + key.name(), key));
    }
    return schema;
  }

  private static void choose(ObjectNode schema, SectionDescription.Choice choice) {
    if (choice.required()) {
      ArrayNode ways = schema.putArray("oneOf");
      choice.keys().forEach(key -> ways.addObject().putArray("required").add(key));
    } else {
      ArrayNode both = schema.putObject("not").putArray("required");
      choice.keys().forEach(both::add);
    }
  }

  private ObjectNode key(String path, KeyDescription key) {
    List<ObjectNode> ways = new ArrayList<>();
    Shape shape = key.shape();
    if (shape != null) {
      ways.addAll(ways(shape));
    }
    SectionDescription below = key.section();
    if (below != null) {
      ways.add(section(path, below));
    }
    if (key.list()) {
      ObjectNode list = JSON.objectNode();
      list.put("type", "array");
      if (key.required() || below != null) {
        list.put("minItems", 1);
      }
      list.set("items", any(ways));
      ways.add(0, list);
    }
    ObjectNode schema = JSON.objectNode();
    schema.put("description", description(path, key));
    String usual = key.usual();
    if (usual != null && shape != null) {
      usual(schema, usual, shape);
    }
    schema.setAll(any(ways));
    return schema;
  }

  private String description(String path, KeyDescription key) {
    String text = meanings.of(path).text();
    return key.expected().isEmpty() ? text : text + "\nExpected: " + key.expected();
  }

  private static ObjectNode any(List<ObjectNode> ways) {
    if (ways.size() == 1) {
      return ways.get(0).deepCopy();
    }
    ObjectNode schema = JSON.objectNode();
    ArrayNode any = schema.putArray("anyOf");
    ways.forEach(way -> any.add(way.deepCopy()));
    return schema;
  }

  private static List<ObjectNode> ways(Shape shape) {
    return shape instanceof Shape.Either either
        ? either.shapes().stream().flatMap(one -> ways(one).stream()).toList()
        : List.of(way(shape));
  }

  private static ObjectNode way(Shape shape) {
    ObjectNode schema = JSON.objectNode();
    if (shape instanceof Shape.Truth) {
      schema.put("type", "boolean");
    } else if (shape instanceof Shape.Range number) {
      schema.put("type", number.whole() ? "integer" : "number").put("minimum", number.least());
      if (number.most() < Long.MAX_VALUE) {
        schema.put("maximum", number.most());
      }
    } else if (shape instanceof Shape.Words words) {
      ArrayNode allowed = schema.putArray("enum");
      words.words().forEach(allowed::add);
      if (words.words().contains("off")) {
        allowed.add(false); // what older YAML makes of the word
      }
    } else {
      schema.put("type", "string").put("pattern", expression(shape));
    }
    return schema;
  }

  private static String expression(Shape shape) {
    return shape instanceof Shape.Pattern pattern ? pattern.expression() : "\\S";
  }

  private static void usual(ObjectNode schema, String usual, Shape shape) {
    if (usual.startsWith("[")) {
      ArrayNode list = schema.putArray("default");
      for (String item : usual.substring(1, usual.length() - 1).split(", ")) {
        list.add(item);
      }
    } else if (shape instanceof Shape.Truth) {
      schema.put("default", Boolean.parseBoolean(usual));
    } else if (usual.matches("[0-9]+")) {
      schema.put("default", Long.parseLong(usual));
    } else {
      schema.put("default", usual);
    }
  }
}
