package io.handclasp.proxy.launch;

import io.handclasp.proxy.admin.AdminAnswer;
import io.handclasp.proxy.admin.AdminRequest;
import io.handclasp.proxy.config.LogConfig;
import io.handclasp.proxy.log.Logging;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells the level of each logger, and changes one until the next reload. */
final class LoggersResource {
  private final Logging logging;

  LoggersResource(Logging logging) {
    this.logging = logging;
  }

  AdminAnswer tell(AdminRequest request) {
    return answer();
  }

  AdminAnswer change(AdminRequest request) {
    String logger = request.parameter("logger");
    if (logger == null || !logging.levels().containsKey(logger)) {
      return refusal("logger", logger, logging.levels().keySet().stream());
    }
    String word = request.parameter("level");
    Optional<LogConfig.Level> level = levels().filter(one -> word(one).equals(word)).findFirst();
    if (level.isEmpty()) {
      return refusal("level", word, levels().map(LoggersResource::word));
    }
    logging.level(logger, level.get());
    return answer();
  }

  private static Stream<LogConfig.Level> levels() {
    return Arrays.stream(LogConfig.Level.values());
  }

  private static String word(LogConfig.Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  private static AdminAnswer refusal(
      String parameter, @Nullable String found, Stream<String> expected) {
    String what =
        found == null || found.isEmpty()
            ? "missing in the query"
            : found.replaceAll("\\p{Cntrl}", "?");
    return AdminAnswer.text(
        400,
        parameter
            + ": "
            + what
            + expected.collect(Collectors.joining(", ", " (expected: one of ", ")\n")));
  }

  /** The levels as they are now; names and levels are words of ours that need no escaping. */
  private AdminAnswer answer() {
    String json =
        logging.levels().entrySet().stream()
            .map(entry -> "\"" + entry.getKey() + "\":\"" + entry.getValue() + "\"")
            .collect(Collectors.joining(",", "{", "}"));
    return AdminAnswer.json(200, json.getBytes(StandardCharsets.UTF_8));
  }
}
