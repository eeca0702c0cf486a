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

/** Tells the level of each logger, and changes one until the next reload. */
final class LoggersResource {
  private final Logging logging;

  LoggersResource(Logging logging) {
    this.logging = logging;
  }

  AdminAnswer tell(AdminRequest request) {
    return answer(200);
  }

  AdminAnswer change(AdminRequest request) {
    String logger = request.parameter("logger");
    String word = request.parameter("level");
    Optional<LogConfig.Level> level =
        Arrays.stream(LogConfig.Level.values())
            .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
            .findFirst();
    boolean changed =
        logger != null && level.isPresent() && logging.level(logger, level.orElseThrow());
    return answer(changed ? 200 : 400);
  }

  /** The levels as they are now; names and levels are words of ours that need no escaping. */
  private AdminAnswer answer(int status) {
    String json =
        logging.levels().entrySet().stream()
            .map(entry -> "\"" + entry.getKey() + "\":\"" + entry.getValue() + "\"")
            .collect(Collectors.joining(",", "{", "}"));
    return AdminAnswer.json(status, json.getBytes(StandardCharsets.UTF_8));
  }
}
