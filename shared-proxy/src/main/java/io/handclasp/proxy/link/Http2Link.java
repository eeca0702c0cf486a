package io.handclasp.proxy.link;

import io.handclasp.handshake.tls.TlsFailed;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.http2.ClientConnection;
import io.handclasp.proxy.http2.ErrorCode;
import io.handclasp.proxy.http2.Http2Options;
import io.handclasp.proxy.wire.Deadline;
import io.handclasp.proxy.wire.Loop;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.AsciiString;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/2 connection to an endpoint, which many exchanges share. It counts as connected when the
 * server's settings came: by then a TLS 1.3 server has judged our certificate, so that no request
 * is sent to one that will refuse it. A connection that falls silent while answers are awaited is
 * asked for a sign of life, and closed when none comes.
 */
final class Http2Link extends ClientConnection implements LinkConnection {
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private final LinkInfo info;
  private final Owner owner;
  private final Duration handshakeTime;
  private final Deadline deadline;
  private LinkConnector.@Nullable Listener connecting;
  private @Nullable UpstreamFailure cause;
  private @Nullable String violation;
  private boolean gone;
  private boolean pinged;
  private int readsBefore;
  private long idleSince = System.nanoTime();

  Http2Link(
      LinkInfo info,
      Http2Options options,
      Duration handshakeTime,
      Loop loop,
      Owner owner,
      LinkConnector.Listener connecting) {
    super(loop.turn(), options);
    this.info = info;
    this.owner = owner;
    this.handshakeTime = handshakeTime;
    this.connecting = connecting;
    deadline = loop.deadlines().open(this::onDeadline);
    deadline.in(handshakeTime);
  }

  @Override
  public UpstreamExchange open(RequestHead head, boolean last, UpstreamListener listener) {
    RequestHead sent = head.authority().isEmpty() ? head.withAuthority(ownAuthority()) : head;
    if (head.upgrade() != null) {
      // An extended CONNECT keeps neither the method nor an answer that goes on in HTTP, which
      // whoever asks for another protocol by the way wants (RFC 8441 section 4).
      if (!head.asksForWebSocket()) {
        sent = sent.withoutUpgrade();
      } else if (!takesUpgrades()) {
        return UnsentExchange.refused(this, FailureKind.UPGRADE_FAILED, listener);
      }
    }
    if (!fits(sent)) {
      return UnsentExchange.refused(this, FailureKind.REQUEST_FIELDS_TOO_LARGE, listener);
    }
    Http2UpstreamExchange exchange = new Http2UpstreamExchange(this, listener);
    open(exchange, sent, last);
    return exchange;
  }

  /** A client of HTTP/1.0 need not say which host it means; HTTP/2 has to. */
  private AsciiString ownAuthority() {
    return new AsciiString(info.endpoint().toString());
  }

  @Override
  public void retire() {
    tellGone();
    drain();
  }

  @Override
  public void cut() {
    cause =
        new UpstreamFailure(
            FailureKind.CUT_OFF, UpstreamFailure.Repeat.NEVER, info.handshakeId(), null);
    close();
  }

  @Override
  public LinkInfo info() {
    return info;
  }

  @Override
  public long idleSince() {
    return idleSince;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof TlsFailed failed) {
      // Refused after the fact: a server that never took our certificate acted on no request.
      cause = TlsFailure.of(failed, UpstreamFailure.Repeat.SAFE);
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  protected void onRoom() {
    if (active() == 0) {
      idleSince = System.nanoTime();
    }
    if (!isSettled() || gone) {
      return;
    }
    LinkConnector.Listener first = connecting;
    if (first == null) {
      owner.onRoom(this);
    } else {
      connecting = null;
      deadline.in(SILENCE);
      first.onConnected(this);
    }
  }

  @Override
  protected void onGoAway() {
    tellGone();
  }

  @Override
  protected void onViolation(ErrorCode code, String detail) {
    violation = code + ": " + detail;
  }

  @Override
  protected void onClosed() {
    deadline.close();
    tellGone();
    LinkConnector.Listener waiting = connecting;
    connecting = null;
    if (waiting == null) {
      owner.onClosed(this);
    } else {
      waiting.onConnectFailed(unconnected());
    }
  }

  /** Why the connection is over, as one fact for the log; null where it just closed. */
  @Nullable String violation() {
    return violation;
  }

  /** What TLS told of the end; null where it told nothing. */
  @Nullable UpstreamFailure cause() {
    return cause;
  }

  private UpstreamFailure unconnected() {
    if (cause != null) {
      return cause;
    }
    FailureKind kind =
        violation == null ? FailureKind.UPSTREAM_CLOSED : FailureKind.RESPONSE_MALFORMED;
    return new UpstreamFailure(kind, UpstreamFailure.Repeat.SAFE, info.handshakeId(), violation);
  }

  private void tellGone() {
    if (!gone) {
      gone = true;
      if (connecting == null) {
        owner.onGone(this);
      }
    }
  }

  private void onDeadline() {
    if (connecting != null) {
      violation = "no SETTINGS within " + handshakeTime.toMillis() + " ms";
      close();
      return;
    }
    boolean silent = active() > 0 && reads() == readsBefore;
    if (silent && pinged) {
      violation = "no answer to PING within " + SILENCE.toMillis() + " ms";
      close();
      return;
    }
    pinged = silent;
    readsBefore = reads();
    if (silent) {
      ping();
    }
    deadline.in(SILENCE);
  }
}
