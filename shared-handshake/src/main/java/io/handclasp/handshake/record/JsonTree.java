package io.handclasp.handshake.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An object as it was read; fields are asked for by name and type. */
final class JsonTree {
  private static final JsonTree NOTHING = new JsonTree(Map.of());

  private final Map<String, Object> fields;

  private JsonTree(Map<String, Object> fields) {
    this.fields = fields;
  }

  /** Reads an object, passing over those of its own fields that are not wanted. */
  static JsonTree parse(JsonFactory factory, byte[] json, Set<String> unwanted)
      throws RecordFormatException {
    try (JsonParser in = factory.createParser(json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new RecordFormatException("not a record (expected: a JSON object)", null);
      }
      JsonTree tree = object(in, unwanted);
      if (in.nextToken() != null) {
        throw new RecordFormatException("more follows after the record's object", null);
      }
      return tree;
    } catch (RecordFormatException e) {
      throw e;
    } catch (IOException e) {
      throw new RecordFormatException("not a whole JSON object", e);
    }
  }

  private static JsonTree object(JsonParser in, Set<String> unwanted) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      if (unwanted.contains(name)) {
        in.skipChildren();
        continue;
      }
      Object value = value(in);
      if (value != null) {
        fields.put(name, value);
      }
    }
    return new JsonTree(fields);
  }

  private static @Nullable Object value(JsonParser in) throws IOException {
    return switch (in.currentToken()) {
      case START_OBJECT -> object(in, Set.of());
      case START_ARRAY -> array(in);
      case VALUE_STRING -> in.getText();
      case VALUE_NUMBER_INT -> in.getLongValue();
      case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static List<Object> array(JsonParser in) throws IOException {
    List<Object> items = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      Object item = value(in);
      if (item != null) {
        items.add(item);
      }
    }
    return items;
  }

  Iterable<String> names() {
    return fields.keySet();
  }

  boolean has(String field) {
    return fields.containsKey(field);
  }

  @Nullable String optional(String field) {
    return fields.get(field) instanceof String text ? text : null;
  }

  String text(String field) {
    String text = optional(field);
    return text == null ? "" : text;
  }

  String required(String field) throws RecordFormatException {
    String text = optional(field);
    if (text == null) {
      throw new RecordFormatException("not a record: no field " + field, null);
    }
    return text;
  }

  long number(String field) {
    return fields.get(field) instanceof Long number ? number : 0;
  }

  Duration micros(String field) {
    return Duration.ofNanos(number(field) * 1_000);
  }

  boolean flag(String field) {
    return fields.get(field) instanceof Boolean flag && flag;
  }

  @Nullable Boolean optionalFlag(String field) {
    return fields.get(field) instanceof Boolean flag ? flag : null;
  }

  Instant moment(String field) throws RecordFormatException {
    try {
      return Instant.parse(required(field));
    } catch (DateTimeException e) {
      throw new RecordFormatException(field + ": not a moment (expected: ISO 8601, UTC)", e);
    }
  }

  JsonTree object(String field) {
    return fields.get(field) instanceof JsonTree tree ? tree : NOTHING;
  }

  List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (Object item : items(field)) {
      if (item instanceof String text) {
        texts.add(text);
      }
    }
    return texts;
  }

  List<JsonTree> objects(String field) {
    List<JsonTree> objects = new ArrayList<>();
    for (Object item : items(field)) {
      if (item instanceof JsonTree tree) {
        objects.add(tree);
      }
    }
    return objects;
  }

  private List<?> items(String field) {
    return fields.get(field) instanceof List<?> items ? items : List.of();
  }
}
