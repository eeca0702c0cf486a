package io.handclasp.proxy.log;

import io.handclasp.proxy.config.AccessFormat;
import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.config.LogConfig;
import io.handclasp.proxy.forward.ExchangeCompleted;
import io.handclasp.proxy.forward.ExchangeListener;
import io.handclasp.proxy.trace.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Writes one line per request to the logger {@code access}, on the exchange's event loop; the line
 * is made there, because what it quotes lives no longer than the call.
 */
public final class AccessLog implements ExchangeListener {
  private final Logger log = Concern.ACCESS.open();
  private final ThreadLocal<LogLine> lines;
  private final @Nullable AccessPattern pattern;
  private final boolean wrapped;

  /** Lines of the form that is configured for them. */
  public AccessLog(LogConfig config) {
    boolean json = config.access() instanceof AccessFormat.Json;
    LogConfig.Format format = json ? LogConfig.Format.JSON : config.format();
    lines = ThreadLocal.withInitial(() -> new LogLine(format));
    wrapped = json && config.format() != LogConfig.Format.JSON;
    pattern = config.access() instanceof AccessFormat.Pattern p ? new AccessPattern(p) : null;
  }

  /** Makes each line and drops it. */
  public ExchangeListener rehearsal() {
    return this::line;
  }

  @Override
  public void onCompleted(ExchangeCompleted exchange) {
    if (!log.isInfoEnabled()) {
      return;
    }
    if (pattern != null) {
      log.info(LogLine.WHOLE, pattern.line(exchange));
    } else if (wrapped) {
      log.info(LogLine.WHOLE, object(exchange));
    } else {
      log.info(LogLine.MADE, line(exchange));
    }
  }

  /** As the encoder would write it, were all lines objects. */
  private String object(ExchangeCompleted exchange) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return "{\"time\":\""
        + now
        + "\",\"level\":\"info\",\"logger\":\"access\","
        + line(exchange)
        + "}";
  }

  private String line(ExchangeCompleted x) {
    LogLine line = lines.get().begin("request");
    line.add("status", x.status())
        .add("method", given(x.method()))
        .add("host", given(x.authority()))
        .add("path", given(x.target()))
        .add("protocol", given(x.protocol()))
        .add("remote", text(x.remote()))
        .add("peer", x.peer())
        .add("conn", x.connection())
        .add("handshake", x.handshakeId())
        .add("route", x.route())
        .add("endpoint", text(x.endpoint()));
    if (x.linkConnection() != 0) {
      line.add("link", x.linkConnection());
    }
    line.add("link_handshake", x.linkHandshakeId())
        .add("bytes_in", x.requestBytes())
        .add("bytes_out", x.responseBytes())
        .addMillis("took_ms", x.took().toNanos());
    millis(line, "sent_ms", x.toSent());
    millis(line, "head_ms", x.toHead());
    if (x.retries() > 0) {
      line.add("retries", x.retries());
    }
    line.add("ended_by", x.endedBy().word()).add("phase", x.phase().word());
    if (x.failure() != null) {
      line.add("reason", x.failure().code());
    }
    line.add("detail", x.detail());
    trace(line, x.trace());
    return line.add("agent", given(x.userAgent())).toString();
  }

  private static void trace(LogLine line, @Nullable TraceContext context) {
    if (context != null) {
      line.add("trace_id", context.traceId()).add("span_id", context.spanId());
      if (context.sampled()) {
        line.add("sampled", "true");
      }
      line.add("tracestate", context.tracestate());
    }
  }

  private static @Nullable CharSequence given(CharSequence text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable String text(@Nullable Address address) {
    return address == null ? null : address.toString();
  }

  private static void millis(LogLine line, String key, @Nullable Duration time) {
    if (time != null) {
      line.addMillis(key, time.toNanos());
    }
  }
}
