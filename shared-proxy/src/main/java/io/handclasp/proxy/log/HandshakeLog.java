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
    return frame.end(bounded(handshake, line -> frame.begin(line.bytes(), well)).bytes());
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
        .add("handshake", handshake.id())
        .add("role", handshake.role().word())
        .add("conn", handshake.connection())
        .add("local", handshake.local())
        .add("remote", handshake.remote())
        .add("peer", subject(handshake.peerChain()))
        .add("own", subject(handshake.ownChain()));
    negotiated(line, handshake.negotiated());
    line.add("provider", handshake.provider()).addMillis("took_ms", handshake.took().toNanos());
    if (!wentWell(handshake.outcome())) {
      failure(line, handshake);
    }
    if (!handshake.warnings().isEmpty()) {
      line.add("warnings", String.join(",", handshake.warnings()));
    }
  }

  private static void negotiated(LogLine line, Negotiated negotiated) {
    line.add("sni", negotiated.serverName())
        .add("tls", negotiated.version())
        .add("cipher", negotiated.suite())
        .add("group", negotiated.group())
        .add("alpn", negotiated.protocol());
    if (negotiated.resumed()) {
      line.add("resumed", "true");
    }
  }

  private static void failure(LogLine line, HandshakeRecord handshake) {
    line.add("reason", handshake.cause().isEmpty() ? evidence(handshake) : handshake.cause());
    if (!handshake.alsoCauses().isEmpty()) {
      line.add("also", String.join(",", handshake.alsoCauses()));
    }
    if (handshake.fault() != null) {
      line.add("fault", handshake.fault().word());
    }
    AlertNote alert = handshake.alert();
    if (alert != null) {
      line.add(alert.sent() ? "alert_sent" : "alert_received", alert.name());
    }
    line.add("phase", handshake.phase()).add("detail", handshake.detail());
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
