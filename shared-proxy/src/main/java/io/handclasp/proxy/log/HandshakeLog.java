package io.handclasp.proxy.log;

import io.handclasp.handshake.record.AlertNote;
import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.HandshakeListener;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Negotiated;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.proxy.config.LogConfig;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Writes one line per TLS connection to the logger {@code handshake}: at INFO where it was
 * established or a mere probe, at WARN otherwise. The journal has the whole story under the same
 * id.
 */
public final class HandshakeLog implements HandshakeListener {
  private static final LineKey HANDSHAKE = new LineKey("handshake");
  private static final LineKey ROLE = new LineKey("role");
  private static final LineKey CONN = new LineKey("conn");
  private static final LineKey LOCAL = new LineKey("local");
  private static final LineKey REMOTE = new LineKey("remote");
  private static final LineKey PEER = new LineKey("peer");
  private static final LineKey OWN = new LineKey("own");
  private static final LineKey SNI = new LineKey("sni");
  private static final LineKey TLS = new LineKey("tls");
  private static final LineKey CIPHER = new LineKey("cipher");
  private static final LineKey GROUP = new LineKey("group");
  private static final LineKey ALPN = new LineKey("alpn");
  private static final LineKey RESUMED = new LineKey("resumed");
  private static final LineKey PROVIDER = new LineKey("provider");
  private static final LineKey TOOK_MS = new LineKey("took_ms");
  private static final LineKey WARNINGS = new LineKey("warnings");
  private static final LineKey REASON = new LineKey("reason");
  private static final LineKey ALSO = new LineKey("also");
  private static final LineKey FAULT = new LineKey("fault");
  private static final LineKey CERTAINTY = new LineKey("certainty");
  private static final LineKey ALERT_SENT = new LineKey("alert_sent");
  private static final LineKey ALERT_RECEIVED = new LineKey("alert_received");
  private static final LineKey PHASE = new LineKey("phase");
  private static final LineKey DETAIL = new LineKey("detail");

  /** A line has 1 KiB with its time, level and logger, which are in front of what is made here. */
  static final int LONGEST = 1_024 - 80;

  private static final int[] LONGEST_VALUES = {300, 120, 60, 40};

  private final Logger log = Concern.HANDSHAKE.open();
  private final LogConfig.Format format;
  private final @Nullable AsyncLines lines;
  private final ThreadLocal<LineFrame> frames;

  /** Lines of that form, for where they are few. */
  public HandshakeLog(LogConfig.Format format) {
    this(format, null);
  }

  /** Lines of that form that go past Logback, whose event would cost more than the line. */
  public HandshakeLog(LogConfig.Format format, @Nullable Logging logging) {
    this.format = format;
    AsyncLines to = logging == null ? null : logging.lines();
    lines = to == null || to.look().isForPeople() ? null : to;
    Look look = format == LogConfig.Format.JSON ? Look.JSON : Look.PLAIN;
    frames = ThreadLocal.withInitial(() -> new LineFrame(look, Concern.HANDSHAKE));
  }

  /** Makes each line and drops it. */
  public static HandshakeListener rehearsal(LogConfig config) {
    HandshakeLog log = new HandshakeLog(config.format());
    return handshake -> log.framed(handshake, wentWell(handshake.outcome()));
  }

  @Override
  public void onHandshake(HandshakeRecord handshake) {
    boolean well = wentWell(handshake.outcome());
    if (!(well ? log.isInfoEnabled() : log.isWarnEnabled())) {
      return;
    }
    if (lines != null) {
      lines.append(framed(handshake, well));
    } else if (well) {
      log.info(LogLine.MADE, bounded(handshake, line -> {}).toString());
    } else {
      log.warn(LogLine.MADE, bounded(handshake, line -> {}).toString());
    }
  }

  /** The whole line with its end. */
  private LineBytes framed(HandshakeRecord handshake, boolean well) {
    LineFrame frame = frames.get();
    return frame.end(
        bounded(handshake, line -> frame.begin(line.bytes(), well, System.currentTimeMillis()))
            .bytes());
  }

  /** At most so many bytes, whatever a stranger sent, behind what {@code frame} begins it with. */
  private LogLine bounded(HandshakeRecord handshake, Consumer<LogLine> frame) {
    for (int i = 0; ; i++) {
      LogLine line = new LogLine(format, LONGEST_VALUES[i]);
      frame.accept(line);
      int head = line.bytes().length();
      fill(line, handshake);
      if (i == LONGEST_VALUES.length - 1 || line.bytes().length() - head <= LONGEST) {
        return line;
      }
    }
  }

  private static boolean wentWell(Outcome outcome) {
    return switch (outcome) {
      case ESTABLISHED, PROVISIONAL, PROBE -> true;
      case REFUSED, FAILED, NOT_TLS -> false;
    };
  }

  private static void fill(LogLine line, HandshakeRecord handshake) {
    line.event(handshake.outcome().word())
        .add(HANDSHAKE, handshake.id())
        .add(ROLE, handshake.role().word())
        .add(CONN, handshake.connection())
        .add(LOCAL, handshake.local())
        .add(REMOTE, handshake.remote())
        .add(PEER, subject(handshake.peerChain()))
        .add(OWN, subject(handshake.ownChain()));
    negotiated(line, handshake.negotiated());
    line.add(PROVIDER, handshake.provider()).addMillis(TOOK_MS, handshake.took().toNanos());
    if (!wentWell(handshake.outcome())) {
      failure(line, handshake);
    }
    if (!handshake.warnings().isEmpty()) {
      line.add(WARNINGS, String.join(",", handshake.warnings()));
    }
  }

  private static void negotiated(LogLine line, Negotiated negotiated) {
    line.add(SNI, negotiated.serverName())
        .add(TLS, negotiated.version())
        .add(CIPHER, negotiated.suite())
        .add(GROUP, negotiated.group())
        .add(ALPN, negotiated.protocol());
    if (negotiated.resumed()) {
      line.add(RESUMED, "true");
    }
  }

  private static void failure(LogLine line, HandshakeRecord handshake) {
    line.add(REASON, handshake.cause().isEmpty() ? evidence(handshake) : handshake.cause());
    if (!handshake.alsoCauses().isEmpty()) {
      line.add(ALSO, String.join(",", handshake.alsoCauses()));
    }
    if (handshake.fault() != null) {
      line.add(FAULT, handshake.fault().word());
    }
    if (handshake.certainty() != null) {
      line.add(CERTAINTY, handshake.certainty().word());
    }
    AlertNote alert = handshake.alert();
    if (alert != null) {
      line.add(alert.sent() ? ALERT_SENT : ALERT_RECEIVED, alert.name());
    }
    line.add(PHASE, handshake.phase()).add(DETAIL, handshake.detail());
  }

  /** Where no verdict was reached, what is known for sure. */
  private static String evidence(HandshakeRecord handshake) {
    return handshake.trust() != null && !handshake.trust().refusals().isEmpty()
        ? handshake.trust().refusals().get(0).code()
        : handshake.ending().word();
  }

  private static @Nullable String subject(List<CertificateNote> chain) {
    return chain.isEmpty() ? null : chain.get(0).subject();
  }
}
