package io.handclasp.proxy.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.handclasp.proxy.config.LogConfig;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalLineTest {
  private static final String MADE =
      "request status=200 path=\"/a b=c\\\"d\" peer=CN=x took_ms=1.5";

  @Test
  void standsInColumnsWithoutColours() {
    assertThat(line(false))
        .isEqualTo(
            "12:00:00.000Z WARN  access     request     status=200 path=\"/a b=c\\\"d\" peer=CN=x"
                + " took_ms=1.5");
  }

  @Test
  void paintsLevelLoggerEventAndKeysButNoValue() {
    assertThat(line(true))
        .isEqualTo(
            "~[2m12:00:00.000Z~[0m ~[33mWARN~[0m  ~[36maccess~[0m     ~[1mrequest~[0m    "
                + "~[2m status=~[0m200~[2m path=~[0m\"/a b=c\\\"d\"~[2m peer=~[0mCN=x"
                + "~[2m took_ms=~[0m1.5");
  }

  @Test
  void isForTerminalsThatWantIt() {
    assertThat(Look.onTerminal(Map.of("TERM", "xterm"))).isEqualTo(Look.COLOURED);
    assertThat(Look.onTerminal(Map.of("TERM", "xterm", "NO_COLOR", ""))).isEqualTo(Look.COLOURED);
    assertThat(Look.onTerminal(Map.of("TERM", "xterm", "NO_COLOR", "1"))).isEqualTo(Look.ALIGNED);
    assertThat(Look.onTerminal(Map.of("TERM", "dumb"))).isEqualTo(Look.ALIGNED);
    assertThat(Look.onTerminal(Map.of())).isEqualTo(Look.ALIGNED);
  }

  @Test
  void isNotForFilesPipesAndPrograms() {
    Map<String, String> xterm = Map.of("TERM", "xterm");
    ByteArrayOutputStream pipe = new ByteArrayOutputStream();

    assertThat(Look.of(LogConfig.Format.TEXT, pipe, xterm)).isEqualTo(Look.PLAIN);
    assertThat(Look.of(LogConfig.Format.JSON, System.out, xterm)).isEqualTo(Look.JSON);
  }

  private static String line(boolean colours) {
    StringBuilder out = new StringBuilder();
    TerminalLine line = new TerminalLine(colours);
    line.time("12:00:00.000Z", out);
    line.level(Level.WARN, out);
    line.logger("access", out);
    line.made(MADE, out);
    return out.toString().replace('\u001b', '~');
  }
}
