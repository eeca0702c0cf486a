package io.handclasp.proxy.log;

import io.handclasp.proxy.config.AccessFormat;
import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.forward.ExchangeCompleted;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lines about requests by a pattern. What is absent is {@code -}; what a peer sent is escaped, so
 * that it neither ends a quoted text nor the line. Safe for use by many threads.
 */
final class AccessPattern {
  private static final DateTimeFormatter CLF =
      DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final List<AccessFormat.Part> parts;

  AccessPattern(AccessFormat.Pattern pattern) {
    parts = pattern.parts();
  }

  String line(ExchangeCompleted exchange) {
    StringBuilder line = new StringBuilder(256);
    for (AccessFormat.Part part : parts) {
      line.append(part.text());
      if (part.field() != null) {
        CharSequence value = value(part.field(), exchange);
        if (value == null || value.isEmpty()) {
          line.append('-');
        } else {
          LogLine.escape(line, value);
        }
      }
    }
    return line.toString();
  }

  private static @Nullable CharSequence value(AccessFormat.Field field, ExchangeCompleted x) {
    return switch (field) {
      case CLF_TIME -> CLF.format(x.startedAt());
      case TIME -> Instant.ofEpochMilli(x.startedAt().toEpochMilli()).toString();
      case STATUS -> String.valueOf(x.status());
      case METHOD -> x.method();
      case HOST -> x.authority();
      case PATH -> x.target();
      case PROTOCOL -> x.protocol();
      case REMOTE -> x.remote().toString();
      case REMOTE_HOST -> x.remote().host();
      case PEER -> x.peer();
      case CONN -> String.valueOf(x.connection());
      case HANDSHAKE -> x.handshakeId();
      case ROUTE -> x.route();
      case ENDPOINT -> text(x.endpoint());
      case LINK -> x.linkConnection() == 0 ? null : String.valueOf(x.linkConnection());
      case LINK_HANDSHAKE -> x.linkHandshakeId();
      case BYTES_IN -> String.valueOf(x.requestBytes());
      case BYTES_OUT -> String.valueOf(x.responseBytes());
      case TOOK_MS -> millis(x.took());
      case SENT_MS -> millis(x.toSent());
      case HEAD_MS -> millis(x.toHead());
      case RETRIES -> String.valueOf(x.retries());
      case ENDED_BY -> x.endedBy().word();
      case PHASE -> x.phase().word();
      case REASON -> x.failure() == null ? null : x.failure().code();
      case DETAIL -> x.detail();
      case TRACE_ID -> x.trace() == null ? null : x.trace().traceId();
      case SPAN_ID -> x.trace() == null ? null : x.trace().spanId();
      case REFERER -> x.referer();
      case AGENT -> x.userAgent();
    };
  }

  private static @Nullable String text(@Nullable Address address) {
    return address == null ? null : address.toString();
  }

  private static @Nullable String millis(@Nullable Duration time) {
    if (time == null) {
      return null;
    }
    long micros = time.toNanos() / 1_000;
    return String.format(Locale.ROOT, "%d.%03d", micros / 1_000, micros % 1_000);
  }
}
