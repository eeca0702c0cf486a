package io.handclasp.handshake.journal;

import io.handclasp.handshake.record.Outcome;
import io.handclasp.handshake.record.Role;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a filter from words, as a command line or a query string has them. */
public final class FilterWords {
  private static final Pattern AGO = Pattern.compile("([0-9]{1,9})(s|m|h|d)");

  private FilterWords() {}

  /**
   * The filter of {@code outcome}, {@code peer}, {@code cause}, {@code side}, {@code since} and
   * {@code until}; values may be several, or one with commas, and keys may be missing. A time is
   * ISO 8601, a date, or an age such as {@code 15m}.
   *
   * @param now what ages count from
   * @throws IllegalArgumentException says which key has which value, and what was expected
   */
  public static HandshakeFilter parse(Map<String, ? extends List<String>> words, Instant now) {
    return new HandshakeFilter(
        outcomes(values(words, "outcome")),
        values(words, "peer"),
        values(words, "cause"),
        roles(values(words, "side")),
        moment("since", values(words, "since"), now),
        moment("until", values(words, "until"), now));
  }

  private static List<String> values(Map<String, ? extends List<String>> words, String key) {
    List<String> given = words.get(key);
    if (given == null) {
      return List.of();
    }
    List<String> values = new ArrayList<>();
    for (String value : given) {
      for (String part : value.split(",", -1)) {
        if (!part.isBlank()) {
          values.add(part.strip());
        }
      }
    }
    return values;
  }

  private static Set<Outcome> outcomes(List<String> words) {
    return words.stream()
        .map(word -> word(Outcome.values(), Outcome::word, "outcome", word))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<Role> roles(List<String> words) {
    return words.stream()
        .map(word -> word(Role.values(), Role::word, "side", word))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static <E> E word(E[] values, Function<E, String> wordOf, String key, String word) {
    return Stream.of(values)
        .filter(value -> wordOf.apply(value).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    key
                        + ": "
                        + word
                        + " (expected: "
                        + Stream.of(values).map(wordOf).collect(Collectors.joining(", "))
                        + ")"));
  }

  private static @Nullable Instant moment(String key, List<String> words, Instant now) {
    if (words.isEmpty()) {
      return null;
    }
    String word = words.get(0);
    Matcher ago = AGO.matcher(word);
    if (ago.matches()) {
      return now.minus(age(Long.parseLong(ago.group(1)), ago.group(2)));
    }
    try {
      return word.indexOf('T') >= 0
          ? OffsetDateTime.parse(word).toInstant()
          : LocalDate.parse(word).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          key + ": " + word + " (expected: 2026-11-25T14:30:00Z, 2026-11-25 or an age such as 15m)",
          e);
    }
  }

  private static Duration age(long count, String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }
}
