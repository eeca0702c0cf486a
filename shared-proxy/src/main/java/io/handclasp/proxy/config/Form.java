package io.handclasp.proxy.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a value is written.
 *
 * @param expected the words for "expected …"
 * @param parser reads the text; gives null where it does not fit
 * @param shape the same for editors
 */
record Form<T>(String expected, Parser<T> parser, Shape shape) {
  /** Reads one value. */
  interface Parser<T> {
    @Nullable T parse(String text);
  }

  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15}) ?([a-zA-Z]*)");
  private static final Map<String, Duration> TIME_UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1));
  private static final Map<String, Long> SIZE_UNITS =
      Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);
  private static final Duration LONGEST = Duration.ofDays(1);

  static final Shape TIME = new Shape.Pattern("^(?!0+ ?[a-z])[0-9]{1,15} ?(ms|s|m|h)$");
  private static final String SIZE_WITH_UNIT = "[0-9]{1,15} ?(B|KiB|MiB|GiB)?";

  static final Form<String> TEXT =
      new Form<>("text", text -> text.isBlank() ? null : text, new Shape.Text());
  static final Form<Boolean> TRUTH = new Form<>("true or false", Form::truth, new Shape.Truth());
  static final Form<AccessFormat> ACCESS =
      new Form<>(
          "as-log, json, combined, or a pattern with fields such as {method} {path} {status}",
          AccessFormat::parse,
          AccessFormat.SHAPE);
  static final Form<Duration> DURATION =
      new Form<>("a time such as 500ms, 10s or 5m, above 0 and at most 24h", Form::duration, TIME);
  static final Form<Duration> DURATION_OR_NONE =
      new Form<>(
          "a time such as 500ms, at most 24h, or 0 for none",
          text -> text.equals("0") ? Duration.ZERO : duration(text),
          Shape.either(new Shape.Range(0, 0, true), TIME));
  static final Form<Long> SIZE =
      new Form<>("a size such as 512, 8KiB or 64MiB, above 0", text -> size(text, 1), sizes(1));
  static final Form<Long> JOURNAL_SIZE =
      new Form<>(
          "a size of 64KiB or more, such as 64MiB", text -> size(text, 64 << 10), sizes(64 << 10));
  static final Form<Long> SIZE_OR_NONE =
      new Form<>("a size such as 64MiB, or 0 for no limit", text -> size(text, 0), sizes(0));
  static final Shape ADDRESSES =
      new Shape.Pattern("^(\\[[0-9A-Fa-f:.%]+\\]|[^:/\\[\\] ]+):[0-9]{1,5}$");
  static final Form<Address> ADDRESS =
      new Form<>("HOST:PORT, such as 127.0.0.1:8280 or [::1]:8280", Form::address, ADDRESSES);

  static final Form<Double> SHARE =
      new Form<>("a number from 0 to 1, such as 0.01", Form::share, new Shape.Range(0, 1, false));
  static final Form<URI> HTTP_URL =
      new Form<>(
          "a URL such as http://127.0.0.1:4318/v1/traces",
          Form::httpUrl,
          new Shape.Pattern("^https?://[^/?#@ ]+[^ ]*$"));

  /** A whole number between two bounds. */
  static Form<Integer> number(int least, int most) {
    return new Form<>(
        "a whole number from " + least + " to " + most,
        text -> number(text, least, most),
        new Shape.Range(least, most, true));
  }

  /** One of the constants of an enum, written in lower case with dashes. */
  static <E extends Enum<E>> Form<E> word(Class<E> type) {
    Map<String, E> words =
        Arrays.stream(type.getEnumConstants())
            .collect(Collectors.toMap(Form::spelled, Function.identity()));
    List<String> spelled = Arrays.stream(type.getEnumConstants()).map(Form::spelled).toList();
    return new Form<>("one of " + String.join(", ", spelled), words::get, new Shape.Words(spelled));
  }

  /** A value as it would be written in a file. */
  String written(T value) {
    return write(value);
  }

  /** Several of the same. */
  Form<List<T>> listed() {
    return new Form<>(expected, text -> null, shape);
  }

  private static String write(@Nullable Object value) {
    if (value instanceof Duration time) {
      return write(time);
    }
    if (value instanceof Long size) {
      return write(size.longValue());
    }
    if (value instanceof Enum<?> constant) {
      return spelled(constant);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Form::write).collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof Double number && number == Math.rint(number)
        ? String.valueOf(number.longValue())
        : String.valueOf(value);
  }

  private static String write(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
  }

  private static String write(long size) {
    for (String unit : List.of("GiB", "MiB", "KiB")) {
      long bytes = SIZE_UNITS.getOrDefault(unit, 1L);
      if (size > 0 && size % bytes == 0) {
        return size / bytes + unit;
      }
    }
    return String.valueOf(size);
  }

  /** Judges what has no unit; with a unit, only the reader counts. */
  private static Shape sizes(long least) {
    return Shape.either(
        new Shape.Range(least, Long.MAX_VALUE, true),
        new Shape.Pattern("^" + (least > 0 ? "(?!0+ ?[A-Z])" : "") + SIZE_WITH_UNIT + "$"));
  }

  private static String spelled(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static @Nullable Boolean truth(String text) {
    return switch (text) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> null;
    };
  }

  private static @Nullable Integer number(String text, int least, int most) {
    if (!text.matches("\\d{1,9}")) {
      return null;
    }
    int value = Integer.parseInt(text);
    return value < least || value > most ? null : value;
  }

  private static @Nullable Double share(String text) {
    if (!text.matches("\\d{1,3}(\\.\\d{1,12})?")) {
      return null;
    }
    double value = Double.parseDouble(text);
    return value > 1 ? null : value;
  }

  private static @Nullable URI httpUrl(String text) {
    try {
      URI url = new URI(text);
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      return http && url.getHost() != null && url.getUserInfo() == null ? url : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static @Nullable Duration duration(String text) {
    Matcher amount = AMOUNT.matcher(text);
    if (!amount.matches()) {
      return null;
    }
    Duration unit = TIME_UNITS.get(amount.group(2));
    long count = Long.parseLong(amount.group(1));
    if (unit == null || count == 0 || count > LONGEST.toMillis()) {
      return null;
    }
    Duration value = unit.multipliedBy(count);
    return value.compareTo(LONGEST) > 0 ? null : value;
  }

  private static @Nullable Long size(String text, long least) {
    Matcher amount = AMOUNT.matcher(text);
    if (!amount.matches()) {
      return null;
    }
    Long unit = SIZE_UNITS.get(amount.group(2));
    long count = Long.parseLong(amount.group(1));
    if (unit == null || count > Long.MAX_VALUE / unit || count * unit < least) {
      return null;
    }
    return count * unit;
  }

  private static @Nullable Address address(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      return null;
    }
    String host = text.substring(0, colon);
    Integer port = number(text.substring(colon + 1), 0, 65_535);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
      return port == null || host.indexOf(':') < 0 ? null : new Address(host, port);
    }
    return port == null || !HostName.plausible(host) ? null : new Address(host, port);
  }
}
