package io.handclasp.proxy.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.proxy.admin.AdminRequest;
import io.handclasp.proxy.config.LogConfig;
import io.handclasp.proxy.log.Logging;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggersResourceTest {
  private final Logging logging = Logging.start(LogConfig.defaults(), new ByteArrayOutputStream());
  private final LoggersResource loggers = new LoggersResource(logging);

  @AfterEach
  void stop() {
    logging.close();
  }

  @Test
  void changesALevelUntilTheNextReload() {
    loggers.change(request(Map.of("logger", "access", "level", "warn")));

    assertThat(LoggerFactory.getLogger("access").isInfoEnabled()).isFalse();
    assertThat(logging.levels()).containsEntry("access", "warn").containsEntry("handshake", "info");
    logging.levels(LogConfig.defaults());
    assertThat(LoggerFactory.getLogger("access").isInfoEnabled()).isTrue();
  }

  @Test
  void leavesAllAsItIsWhereLoggerOrLevelIsUnknown() {
    loggers.change(request(Map.of("logger", "ROOT", "level", "debug")));
    loggers.change(request(Map.of("logger", "access", "level", "loud")));
    loggers.change(request(Map.of()));

    assertThat(logging.levels().values()).containsOnly("info");
    assertThat(LoggerFactory.getLogger("ROOT").isInfoEnabled()).isFalse();
  }

  private static AdminRequest request(Map<String, String> query) {
    return new AdminRequest("POST", "/loggers", "", query, Map.of());
  }
}
