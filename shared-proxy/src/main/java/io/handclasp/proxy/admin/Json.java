package io.handclasp.proxy.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes JSON documents. Null and empty values are left out, as in the records. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** Writes fields of an object. */
  @FunctionalInterface
  interface Fields {
    void write(Json json) throws IOException;
  }

  private final JsonGenerator out;

  private Json(JsonGenerator out) {
    this.out = out;
  }

  /** A document that is one object. */
  static byte[] object(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      out.writeStartObject();
      fields.write(new Json(out));
      out.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  /** An answer whose document is one object. */
  static AdminAnswer answer(int status, Fields fields) {
    return AdminAnswer.json(status, object(fields));
  }

  JsonGenerator out() {
    return out;
  }

  Json text(String field, @Nullable String value) throws IOException {
    if (value != null && !value.isEmpty()) {
      out.writeStringField(field, value);
    }
    return this;
  }

  Json time(String field, @Nullable Instant value) throws IOException {
    return value == null ? this : text(field, value.toString());
  }

  Json number(String field, long value) throws IOException {
    out.writeNumberField(field, value);
    return this;
  }

  Json number(String field, double value) throws IOException {
    out.writeFieldName(field);
    number(value);
    return this;
  }

  Json flag(String field, boolean value) throws IOException {
    out.writeBooleanField(field, value);
    return this;
  }

  Json texts(String field, List<String> values) throws IOException {
    if (values.isEmpty()) {
      return this;
    }
    out.writeArrayFieldStart(field);
    for (String value : values) {
      out.writeString(value);
    }
    out.writeEndArray();
    return this;
  }

  Json numbers(String field, double[] values) throws IOException {
    out.writeArrayFieldStart(field);
    for (double value : values) {
      number(value);
    }
    out.writeEndArray();
    return this;
  }

  /** To three places, and without any where there are none. */
  private void number(double value) throws IOException {
    if (value == Math.rint(value)) {
      out.writeNumber((long) value);
    } else {
      out.writeNumber(Math.round(value * 1_000) / 1_000.0);
    }
  }

  Json object(String field, Fields fields) throws IOException {
    out.writeObjectFieldStart(field);
    fields.write(this);
    out.writeEndObject();
    return this;
  }

  /** Writes one item of a list. */
  @FunctionalInterface
  interface Item<T> {
    void write(Json json, T item) throws IOException;
  }

  /** Always there, empty or not. */
  <T> Json objects(String field, Iterable<T> items, Item<T> writer) throws IOException {
    out.writeArrayFieldStart(field);
    for (T item : items) {
      out.writeStartObject();
      writer.write(this, item);
      out.writeEndObject();
    }
    out.writeEndArray();
    return this;
  }
}
