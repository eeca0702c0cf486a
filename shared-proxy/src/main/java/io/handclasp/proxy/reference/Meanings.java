package io.handclasp.proxy.reference;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words on each key, in the order of the reference. */
final class Meanings {
  private final Map<String, Meaning> byKey;

  private Meanings(Map<String, Meaning> byKey) {
    this.byKey = byKey;
  }

  /**
   * The words on one key.
   *
   * @param text what it means
   * @param absent what holds without it, where that is no value; null where it is one, or nothing
   */
  record Meaning(String text, @Nullable String absent) {}

  static Meanings shipped() {
    Map<String, String> lines = new LinkedHashMap<>();
    try (InputStream in = requireNonNull(Meanings.class.getResourceAsStream("meanings.txt"));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      String key = "";
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        int equals = line.indexOf(" = ");
        if (line.startsWith(" ")) {
          lines.merge(key, " " + line.strip(), String::concat);
        } else if (equals > 0 && !line.startsWith("#")) {
          key = line.substring(0, equals);
          lines.put(key, line.substring(equals + 3));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Meaning> byKey = new LinkedHashMap<>();
    lines.forEach((key, line) -> byKey.put(key, meaning(line)));
    return new Meanings(byKey);
  }

  private static Meaning meaning(String line) {
    int end = line.startsWith("[") ? line.indexOf("] ") : -1;
    return end < 0
        ? new Meaning(line, null)
        : new Meaning(line.substring(end + 2), line.substring(1, end));
  }

  /** Keys that have words. */
  Set<String> keys() {
    return byKey.keySet();
  }

  /** The words on a key. */
  Meaning of(String key) {
    Meaning meaning = byKey.get(key);
    if (meaning == null) {
      throw new IllegalStateException(
          key + ": the reader knows this key, and meanings.txt says nothing of it");
    }
    return meaning;
  }
}
