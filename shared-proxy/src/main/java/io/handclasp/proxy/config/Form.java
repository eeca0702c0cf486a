package io.handclasp.proxy.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
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
 */
record Form<T>(String expected, Parser<T> parser) {
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

  static final Form<String> TEXT = new Form<>("text", text -> text.isBlank() ? null : text);
  static final Form<Boolean> TRUTH = new Form<>("true or false", Form::truth);
  static final Form<AccessFormat> ACCESS =
      new Form<>(
          "as-log, json, combined, or a pattern with fields such as {method} {path} {status}",
          AccessFormat::parse);
  static final Form<Duration> DURATION =
      new Form<>("a time such as 500ms, 10s or 5m, above 0 and at most 24h", Form::duration);
  static final Form<Duration> DURATION_OR_NONE =
      new Form<>(
          "a time such as 500ms, at most 24h, or 0 for none",
          text -> text.equals("0") ? Duration.ZERO : duration(text));
  static final Form<Long> SIZE =
      new Form<>("a size such as 512, 8KiB or 64MiB, above 0", text -> size(text, 1));
  static final Form<Long> JOURNAL_SIZE =
      new Form<>("a size of 64KiB or more, such as 64MiB", text -> size(text, 64 << 10));
  static final Form<Long> SIZE_OR_NONE =
      new Form<>("a size such as 64MiB, or 0 for no limit", text -> size(text, 0));
  static final Form<Address> ADDRESS =
      new Form<>("HOST:PORT, such as 127.0.0.1:8280 or [::1]:8280", Form::address);

  static final Form<Double> SHARE = new Form<>("a number from 0 to 1, such as 0.01", Form::share);
  static final Form<URI> HTTP_URL =
      new Form<>("a URL such as http://127.0.0.1:4318/v1/traces", Form::httpUrl);

  /** A whole number between two bounds. */
  static Form<Integer> number(int least, int most) {
    return new Form<>(
        "a whole number from " + least + " to " + most, text -> number(text, least, most));
  }

  /** One of the constants of an enum, written in lower case with dashes. */
  static <E extends Enum<E>> Form<E> word(Class<E> type) {
    Map<String, E> words =
        Arrays.stream(type.getEnumConstants())
            .collect(Collectors.toMap(Form::spelled, Function.identity()));
    String expected =
        Arrays.stream(type.getEnumConstants()).map(Form::spelled).collect(Collectors.joining(", "));
    return new Form<>("one of " + expected, words::get);
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
