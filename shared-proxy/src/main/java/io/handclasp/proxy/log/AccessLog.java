package io.handclasp.proxy.log;

import io.handclasp.proxy.config.AccessFormat;
import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.config.LogConfig;
import io.handclasp.proxy.forward.ExchangeCompleted;
import io.handclasp.proxy.forward.ExchangeListener;
import io.handclasp.proxy.trace.TraceContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Writes one line per request where the logger {@code access} lets it, on the exchange's event
 * loop; the line is made there, because what it quotes lives no longer than the call. It goes past
 * Logback, whose event would cost more than the line.
 */
public final class AccessLog implements ExchangeListener {
  private static final LineKey STATUS = new LineKey("status");
  private static final LineKey METHOD = new LineKey("method");
  private static final LineKey HOST = new LineKey("host");
  private static final LineKey PATH = new LineKey("path");
  private static final LineKey PROTOCOL = new LineKey("protocol");
  private static final LineKey REMOTE = new LineKey("remote");
  private static final LineKey PEER = new LineKey("peer");
  private static final LineKey CONN = new LineKey("conn");
  private static final LineKey HANDSHAKE = new LineKey("handshake");
  private static final LineKey ROUTE = new LineKey("route");
  private static final LineKey ENDPOINT = new LineKey("endpoint");
  private static final LineKey LINK = new LineKey("link");
  private static final LineKey LINK_HANDSHAKE = new LineKey("link_handshake");
  private static final LineKey BYTES_IN = new LineKey("bytes_in");
  private static final LineKey BYTES_OUT = new LineKey("bytes_out");
  private static final LineKey TOOK_MS = new LineKey("took_ms");
  private static final LineKey SENT_MS = new LineKey("sent_ms");
  private static final LineKey HEAD_MS = new LineKey("head_ms");
  private static final LineKey RETRIES = new LineKey("retries");
  private static final LineKey ENDED_BY = new LineKey("ended_by");
  private static final LineKey PHASE = new LineKey("phase");
  private static final LineKey REASON = new LineKey("reason");
  private static final LineKey DETAIL = new LineKey("detail");
  private static final LineKey TRACE_ID = new LineKey("trace_id");
  private static final LineKey SPAN_ID = new LineKey("span_id");
  private static final LineKey SAMPLED = new LineKey("sampled");
  private static final LineKey TRACESTATE = new LineKey("tracestate");
  private static final LineKey AGENT = new LineKey("agent");

  private final Logger log = Concern.ACCESS.open();
  private final AsyncLines lines;
  private final Look look;
  private final ThreadLocal<Maker> makers;
  private final @Nullable AccessPattern pattern;

  /** Lines of the form that is configured for them, to where the others go. */
  public AccessLog(LogConfig config, Logging logging) {
    lines = logging.lines();
    look = look(config, lines.look());
    makers = ThreadLocal.withInitial(() -> new Maker(look));
    pattern = config.access() instanceof AccessFormat.Pattern p ? new AccessPattern(p) : null;
  }

  /** Makes each line and drops it. */
  public static ExchangeListener rehearsal(LogConfig config) {
    boolean json = config.format() == LogConfig.Format.JSON;
    Maker maker = new Maker(look(config, json ? Look.JSON : Look.PLAIN));
    return maker::line;
  }

  private static Look look(LogConfig config, Look ofOthers) {
    return config.access() instanceof AccessFormat.Json ? Look.JSON : ofOthers;
  }

  @Override
  public void onCompleted(ExchangeCompleted exchange) {
    if (!log.isInfoEnabled()) {
      return;
    }
    if (pattern != null) {
      LineBytes line = makers.get().line.bytes();
      line.clear();
      lines.append(line.add(pattern.line(exchange)).add('\n'));
    } else if (look.isForPeople()) {
      log.info(LogLine.MADE, makers.get().event(exchange));
    } else {
      lines.append(makers.get().line(exchange));
    }
  }

  /** What one thread makes lines with. */
  private static final class Maker {
    private final LogLine line;
    private final LineFrame frame;
    private final LineMemo<CharSequence> method = LineMemo.ofText(METHOD);
    private final LineMemo<CharSequence> protocol = LineMemo.ofText(PROTOCOL);
    private final LineMemo<CharSequence> peer = LineMemo.ofText(PEER);
    private final LineMemo<CharSequence> handshake = LineMemo.ofText(HANDSHAKE);
    private final LineMemo<CharSequence> route = LineMemo.ofText(ROUTE);
    private final LineMemo<Address> endpoint = LineMemo.ofAddress(ENDPOINT);
    private final LineMemo<CharSequence> linkHandshake = LineMemo.ofText(LINK_HANDSHAKE);
    private final LineMemo<CharSequence> endedBy = LineMemo.ofText(ENDED_BY);
    private final LineMemo<CharSequence> phase = LineMemo.ofText(PHASE);

    Maker(Look look) {
      frame = new LineFrame(look, Concern.ACCESS);
      line = new LogLine(look == Look.JSON ? LogConfig.Format.JSON : LogConfig.Format.TEXT);
    }

    /** The whole line with its end. */
    LineBytes line(ExchangeCompleted exchange) {
      frame.begin(line.bytes(), true, exchange.endedAt().toEpochMilli());
      line.event("request");
      fill(exchange);
      return frame.end(line.bytes());
    }

    /** What is to be laid out by somebody else. */
    String event(ExchangeCompleted exchange) {
      line.begin("request");
      fill(exchange);
      return line.toString();
    }

    private void fill(ExchangeCompleted x) {
      line.add(STATUS, x.status())
          .add(method, given(x.method()))
          .add(HOST, given(x.authority()))
          .add(PATH, given(x.target()))
          .add(protocol, given(x.protocol()))
          .add(REMOTE, x.remote())
          .add(peer, x.peer())
          .add(CONN, x.connection())
          .add(handshake, x.handshakeId())
          .add(route, x.route())
          .add(endpoint, x.endpoint());
      if (x.linkConnection() != 0) {
        line.add(LINK, x.linkConnection());
      }
      line.add(linkHandshake, x.linkHandshakeId())
          .add(BYTES_IN, x.requestBytes())
          .add(BYTES_OUT, x.responseBytes())
          .addMillis(TOOK_MS, x.took().toNanos());
      millis(line, SENT_MS, x.toSent());
      millis(line, HEAD_MS, x.toHead());
      if (x.retries() > 0) {
        line.add(RETRIES, x.retries());
      }
      line.add(endedBy, x.endedBy().word()).add(phase, x.phase().word());
      if (x.failure() != null) {
        line.add(REASON, x.failure().code());
      }
      line.add(DETAIL, x.detail());
      trace(line, x.trace());
      line.add(AGENT, given(x.userAgent()));
    }
  }

  private static void trace(LogLine line, @Nullable TraceContext context) {
    if (context != null) {
      line.add(TRACE_ID, context.traceId()).add(SPAN_ID, context.spanId());
      if (context.sampled()) {
        line.add(SAMPLED, "true");
      }
      line.add(TRACESTATE, context.tracestate());
    }
  }

  private static @Nullable CharSequence given(CharSequence text) {
    return text.isEmpty() ? null : text;
  }

  private static void millis(LogLine line, LineKey key, @Nullable Duration time) {
    if (time != null) {
      line.addMillis(key, time.toNanos());
    }
  }
}
