package io.handclasp.proxy.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.config.ServiceConfig;
import io.handclasp.proxy.server.InForce;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code /config}: what is in force, defaults filled in. Only kinds of values that are
 * known to hold no secret are shown; of a password, where it comes from.
 */
final class ConfigResource implements AdminResource {
  private final Supplier<InForce> inForce;

  ConfigResource(Supplier<InForce> inForce) {
    this.inForce = inForce;
  }

  @Override
  public AdminAnswer answer(AdminRequest request) {
    InForce now = inForce.get();
    return Json.answer(
        200,
        json -> {
          json.number("epoch", now.epoch());
          json.out().writeFieldName("config");
          write(json.out(), now.config());
        });
  }

  private static void write(JsonGenerator out, @Nullable Object value) throws IOException {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof PasswordSource password) {
      out.writeString(origin(password));
    } else if (value instanceof Boolean truth) {
      out.writeBoolean(truth);
    } else if (value instanceof Number number) {
      out.writeNumber(number.longValue());
    } else if (value instanceof Duration time) {
      out.writeString(
          time.toMillis() % 1_000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms");
    } else if (value instanceof Enum<?> word) {
      out.writeString(word.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    } else if (isPlain(value)) {
      out.writeString(value.toString());
    } else if (value instanceof Collection<?> items) {
      writeItems(out, items);
    } else if (value instanceof Map<?, ?> map) {
      writeMap(out, map);
    } else if (value instanceof Record section) {
      writeSection(out, section);
    } else {
      out.writeString(value.getClass().getSimpleName());
    }
  }

  private static boolean isPlain(Object value) {
    return value instanceof String
        || value instanceof Path
        || value instanceof Address
        || value instanceof ServiceConfig.Fixed;
  }

  private static void writeItems(JsonGenerator out, Collection<?> items) throws IOException {
    out.writeStartArray();
    for (Object item : items) {
      write(out, item);
    }
    out.writeEndArray();
  }

  private static void writeMap(JsonGenerator out, Map<?, ?> map) throws IOException {
    out.writeStartObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.writeFieldName(String.valueOf(entry.getKey()));
      write(out, entry.getValue());
    }
    out.writeEndObject();
  }

  private static void writeSection(JsonGenerator out, Record section) throws IOException {
    out.writeStartObject();
    for (RecordComponent component : section.getClass().getRecordComponents()) {
      out.writeFieldName(component.getName());
      write(out, valueOf(section, component));
    }
    out.writeEndObject();
  }

  private static @Nullable Object valueOf(Record section, RecordComponent component) {
    try {
      return component.getAccessor().invoke(section);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no access to " + component, e);
    }
  }

  private static String origin(PasswordSource password) {
    String spec = password.spec();
    return spec == null ? "(hidden)" : spec;
  }
}
