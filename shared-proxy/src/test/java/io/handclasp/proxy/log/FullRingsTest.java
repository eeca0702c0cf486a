package io.handclasp.proxy.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.proxy.config.LogConfig;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class FullRingsTest {
  @Test
  void otherWarningsOfRingsAreSeen() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Logging logging = Logging.start(new LogConfig(LogConfig.Format.TEXT, Map.of()), out);
    Logger ring = LoggerFactory.getLogger("io.netty.channel.uring.IoUringIoHandler");

    ring.warn("CompletionQueue overflow detected, consider increasing size: {} ", 1024);
    ring.warn("Unexpected exception in the IO event loop.");
    logging.close();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("Unexpected exception")
        .doesNotContain("overflow");
  }
}
