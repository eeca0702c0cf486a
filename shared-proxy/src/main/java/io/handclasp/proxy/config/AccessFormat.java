package io.handclasp.proxy.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The form of the lines that tell of requests. */
public sealed interface AccessFormat {
  /** The combined log format, as a pattern: what log analysers of the field read. */
  String COMBINED =
      "{remote_host} - {peer} [{clf_time}] \"{method} {path} {protocol}\" {status} {bytes_out}"
          + " \"{referer}\" \"{agent}\"";

  /** The words, and patterns in which only known fields stand. */
  Shape SHAPE =
      Shape.either(
          new Shape.Words(List.of("as-log", "json", "combined")),
          new Shape.Pattern(
              "^[^{]*(\\{("
                  + Arrays.stream(Field.values()).map(Field::word).collect(Collectors.joining("|"))
                  + ")\\}[^{]*)+$"));

  /** As all other lines. */
  record AsLog() implements AccessFormat {
    @Override
    public String toString() {
      return "as-log";
    }
  }

  /** One JSON object, whatever other lines are. */
  record Json() implements AccessFormat {}

  /**
   * Nothing but what a pattern says.
   *
   * @param parts in their order
   */
  record Pattern(List<Part> parts) implements AccessFormat {
    /** Copies. */
    public Pattern {
      parts = List.copyOf(parts);
    }
  }

  /**
   * A text and what follows it.
   *
   * @param text as it stands
   * @param field null at the end
   */
  record Part(String text, @Nullable Field field) {}

  /** What can be told of a request. */
  enum Field {
    CLF_TIME,
    TIME,
    STATUS,
    METHOD,
    HOST,
    PATH,
    PROTOCOL,
    REMOTE,
    REMOTE_HOST,
    PEER,
    CONN,
    HANDSHAKE,
    ROUTE,
    ENDPOINT,
    LINK,
    LINK_HANDSHAKE,
    BYTES_IN,
    BYTES_OUT,
    TOOK_MS,
    SENT_MS,
    HEAD_MS,
    RETRIES,
    ENDED_BY,
    PHASE,
    REASON,
    DETAIL,
    TRACE_ID,
    SPAN_ID,
    REFERER,
    AGENT;

    /** As it stands in a pattern. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Reads a word or a pattern; null where it is neither. */
  static @Nullable AccessFormat parse(String text) {
    return switch (text) {
      case "as-log" -> new AsLog();
      case "json" -> new Json();
      case "combined" -> pattern(COMBINED);
      default -> text.indexOf('{') < 0 ? null : pattern(text);
    };
  }

  private static @Nullable AccessFormat pattern(String text) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', at)) {
      int close = text.indexOf('}', open);
      String word = close < 0 ? "" : text.substring(open + 1, close);
      Field field =
          Arrays.stream(Field.values()).filter(f -> f.word().equals(word)).findAny().orElse(null);
      if (field == null) {
        return null;
      }
      parts.add(new Part(text.substring(at, open), field));
      at = close + 1;
    }
    parts.add(new Part(text.substring(at), null));
    return new Pattern(parts);
  }
}
