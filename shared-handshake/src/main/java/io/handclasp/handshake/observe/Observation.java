package io.handclasp.handshake.observe;

import io.handclasp.handshake.record.AlertNote;
import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.Ending;
import io.handclasp.handshake.record.HandshakeListener;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.handshake.record.Role;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.security.Principal;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one connection's handshake, from the first byte until it is decided. Gives the
 * listener exactly one record. Confined to the connection's event loop.
 *
 * <pre>
 *            completed()                  the server spoke, or it is no TLS 1.3 client
 *   UNDERWAY ────────────► COMPLETE ───────────────────────────────────────► ENDED
 *      │ failing()            │ failing()                                      ▲
 *      └──────────► FAILING ◄─┘                                                │
 *                      └──────────────── settle(): the alert is on its way ────┘
 * </pre>
 */
public final class Observation {
  /** No own certificate was shown. */
  private static final int NOTHING = -1;

  private final HandshakeWatch watch;
  private final Channel channel;
  private final SSLEngine engine;
  private final @Nullable String expectedName;
  private final boolean oneWay;
  private final HandshakeListener listener;
  private final Wire wire;
  private final RecordTap tap;
  private State state = State.UNDERWAY;
  private Long ssl = 0L;
  private Instant startedAt = Instant.now();
  private long startedNanos = System.nanoTime();
  private @Nullable End end;
  private @Nullable JudgedChain judged;
  private Principal @Nullable [] authorities;
  private boolean asked;
  private int shown = NOTHING;
  private boolean completed;
  private boolean rejected;
  private boolean closedByPeer;
  private boolean closedHere;
  private boolean reading;
  private boolean connected;
  private @Nullable Throwable transportError;
  private @Nullable Throwable failure;
  private @Nullable String id;

  Observation(
      HandshakeWatch watch,
      Channel channel,
      SSLEngine engine,
      @Nullable String expectedName,
      boolean oneWay,
      HandshakeListener listener) {
    this.watch = watch;
    this.channel = channel;
    this.engine = engine;
    this.expectedName = expectedName;
    this.oneWay = oneWay;
    this.listener = listener;
    this.wire =
        new Wire(watch.role(), () -> System.nanoTime() - startedNanos, watch.secretsExpected());
    this.tap = new RecordTap(this);
    this.connected = channel.isActive();
  }

  /** The handler that has to stand before the TLS handler. */
  public ChannelHandler tap() {
    return tap;
  }

  /** Who is to be told behind the TLS handler; once, before the connection starts. */
  public void onEnd(End told) {
    end = told;
  }

  /** The id of the record to come; final once a ClientHello has passed. */
  public String id() {
    String known = id;
    if (known == null) {
      known = HandshakeIds.of(wire.facts().clientHello());
      id = known;
    }
    return known;
  }

  /** The peer's chain as it was verified, leaf first; empty where none was accepted. */
  public List<X509Certificate> verifiedChain() {
    JudgedChain known = judged;
    return known == null || !known.decision().accepted() ? List.of() : known.decision().path();
  }

  /**
   * The TLS handler says that its handshake is complete.
   *
   * @return false where the peer of a resumed session is not acceptable (any more), or a server did
   *     not ask for this client's certificate although it should; the connection has to be closed
   */
  public boolean completed() {
    wire.complete();
    completed = true;
    if (!acceptable()) {
      return rejected("resumed session of a peer that is not acceptable");
    }
    if (!isMutual()) {
      return rejected("the server did not ask for a client certificate");
    }
    state = State.COMPLETE;
    return true;
  }

  private boolean rejected(String reason) {
    rejected = true;
    engine.getSession().invalidate();
    failing(new CertificateException(reason));
    return false;
  }

  /** An old session was mutual when it was made, or it would not have been kept. */
  private boolean isMutual() {
    return oneWay || asked || wire.facts().isResumed(completed);
  }

  /** A resumed session was not judged in this handshake, so that is done now. */
  private boolean acceptable() {
    try {
      if (judged == null) {
        judged = judgeQuietly(peerCertificates());
      }
      return judged.decision().accepted();
    } catch (CertificateException | SSLPeerUnverifiedException e) {
      return false;
    }
  }

  private X509Certificate[] peerCertificates() throws SSLPeerUnverifiedException {
    return java.util.Arrays.copyOf(
        engine.getSession().getPeerCertificates(),
        engine.getSession().getPeerCertificates().length,
        X509Certificate[].class);
  }

  /** The TLS handler gave up, or what it read afterwards was a refusal. */
  public void failing(Throwable cause) {
    if (state == State.UNDERWAY || state == State.COMPLETE) {
      failure = cause;
      state = State.FAILING;
    }
  }

  /** True while nobody knows whether the server accepts this client (TLS 1.3). */
  public boolean isProvisional() {
    return state == State.COMPLETE && awaitsServer();
  }

  /** True once the record was given to the listener. */
  public boolean hasEnded() {
    return state == State.ENDED;
  }

  /** The connection is over; whatever is undecided is decided now. */
  public void gone() {
    settle();
  }

  // What the managers tell.

  void judge(X509Certificate[] chain) throws CertificateException {
    JudgedChain judgement = judgeQuietly(chain);
    judged = judgement;
    if (!judgement.decision().accepted()) {
      throw TrustAlerts.refusal(judgement.decision().refusals().get(0), watch.isOpenSsl());
    }
  }

  private JudgedChain judgeQuietly(X509Certificate[] chain) throws CertificateException {
    return watch.chains().judge(chain, expectedName, watch.now());
  }

  /** How BoringSSL names the connection; kept, since a closed engine no longer knows. */
  void ssl(Long pointer) {
    ssl = pointer;
  }

  Long ssl() {
    return ssl;
  }

  void asked(Principal @Nullable [] issuers) {
    asked = true;
    authorities = issuers;
  }

  void shown(int which) {
    shown = which;
  }

  /** What the client asked for; null where it said nothing. */
  @Nullable String serverName() {
    ClientHello hello = wire.facts().clientHello();
    return hello == null ? null : hello.serverName();
  }

  void secret(byte[] line) {
    wire.secret(line);
  }

  // What the tap tells.

  /** The pipeline is gone: a connection that never came up has no record of this side's. */
  void abandoned() {
    if (connected) {
      settle();
    } else if (state != State.ENDED) {
      state = State.ENDED;
      wire.close();
      watch.forget(engine, this);
    }
  }

  void connected() {
    connected = true;
    startedAt = Instant.now();
    startedNanos = System.nanoTime();
  }

  void received(ByteBuf bytes) {
    reading = true;
    if (state != State.ENDED) {
      wire.received(bytes);
    }
  }

  void sent(ByteBuf bytes) {
    if (state != State.ENDED) {
      wire.sent(bytes);
    }
  }

  /** The handlers behind the tap have had their turn with what was received. */
  void turn() {
    reading = false;
    wire.catchUp();
    if (closedHere) {
      settle();
    } else if (state == State.COMPLETE && !(awaitsServer() && !hasServerSpoken())) {
      end(Outcome.ESTABLISHED, Ending.COMPLETED);
    }
  }

  void transportFailed(Throwable cause) {
    if (transportError == null) {
      transportError = cause;
    }
  }

  void closedByPeer() {
    closedByPeer = !closedHere;
  }

  /** Somebody here closes the connection, for a failure or for reasons of their own. */
  void closing() {
    if (!connected) {
      abandoned(); // Netty closes a channel whose connect attempt failed
      return;
    }
    closedHere = !closedByPeer && channel.isActive();
    if (state != State.COMPLETE || !reading) {
      settle();
    }
    // Otherwise the TLS handler closes on something it has just read and says why in this turn.
  }

  private boolean awaitsServer() {
    return watch.role() == Role.CLIENT && isTls13();
  }

  private boolean isTls13() {
    ServerHello hello = wire.facts().serverHello();
    return hello != null && hello.isTls13();
  }

  private void settle() {
    if (!connected) {
      return; // whoever tried to connect makes that record
    }
    switch (state) {
      case UNDERWAY, FAILING -> settleFailure();
      case COMPLETE -> settleComplete();
      case ENDED -> {}
    }
  }

  private void settleComplete() {
    wire.catchUp();
    if (!awaitsServer() || hasServerSpoken()) {
      end(Outcome.ESTABLISHED, Ending.COMPLETED);
    } else {
      settleFailure();
    }
  }

  /** What is as short as an alert but did not close the engine was none. */
  private boolean hasServerSpoken() {
    return wire.hasServerSpoken() || (wire.receivedSealedAlert() && !engine.isInboundDone());
  }

  private void settleFailure() {
    wire.catchUp();
    judgeWhatWasShown();
    Ending ending = ending();
    end(failedOutcome(ending), ending);
  }

  /** Some providers give up on a certificate before they ask for the judgement on it. */
  private void judgeWhatWasShown() {
    List<X509Certificate> shownHere =
        judged == null ? Certificates.parse(wire.facts().peerCertificates()) : List.of();
    if (shownHere.isEmpty()) {
      return;
    }
    try {
      judged = judgeQuietly(shownHere.toArray(X509Certificate[]::new));
    } catch (CertificateException e) {
      // Then nothing can be said of it; the record tells what ended the handshake all the same.
      judged = null;
    }
  }

  private Outcome failedOutcome(Ending ending) {
    if (completed && ending == Ending.ALERT_RECEIVED) {
      return Outcome.REFUSED;
    }
    if (completed && awaitsServer() && !rejected) {
      return Outcome.PROVISIONAL;
    }
    if (ending == Ending.NOT_TLS) {
      return Outcome.NOT_TLS;
    }
    boolean silent = !wire.receivedAnything() && ending != Ending.TIMED_OUT;
    return silent && watch.role() == Role.SERVER ? Outcome.PROBE : Outcome.FAILED;
  }

  private Ending ending() {
    AlertNote alert = wire.alert();
    if (wire.foreign() != null && wire.foreignFirst()) {
      return Ending.NOT_TLS;
    }
    if (alert == null && JdkAlerts.received(failure) != null) {
      return Ending.ALERT_RECEIVED;
    }
    if (alert != null) {
      return alert.sent() ? Ending.ALERT_SENT : Ending.ALERT_RECEIVED;
    }
    if (Failures.of(failure, SslHandshakeTimeoutException.class) != null) {
      return Ending.TIMED_OUT;
    }
    if (Failures.of(failure, SSLException.class) != null) {
      if (wire.receivedSealedAlert()) {
        return Ending.ALERT_RECEIVED;
      }
      if (wire.sentSealedAlert() || JdkAlerts.sent(failure) != null) {
        return Ending.ALERT_SENT;
      }
    }
    return withoutAlert();
  }

  private Ending withoutAlert() {
    if (transportError != null) {
      return Ending.RESET_BY_PEER;
    }
    if (closedByPeer) {
      return Ending.CLOSED_BY_PEER;
    }
    return failure == null && closedHere ? Ending.CLOSED_HERE : Ending.BROKEN_OFF;
  }

  private void end(Outcome outcome, Ending ending) {
    state = State.ENDED;
    wire.close();
    watch.forget(engine, this);
    HandshakeRecord handshake =
        watch.verdict().complete(new Recorder(this, watch).write(outcome, ending));
    // First of all: whoever is told may close the channel at once, and then the close has to
    // linger.
    tap.ended(outcome);
    listener.onHandshake(handshake);
    End told = end;
    if (told != null) {
      told.onEnd(handshake);
    }
  }

  // What the recorder asks.

  Wire wire() {
    return wire;
  }

  Channel channel() {
    return channel;
  }

  SSLEngine engine() {
    return engine;
  }

  @Nullable JudgedChain judged() {
    return judged;
  }

  Instant startedAt() {
    return startedAt;
  }

  Principal @Nullable [] authorities() {
    return authorities;
  }

  boolean wasAsked() {
    return asked;
  }

  boolean hasShown() {
    return shown != NOTHING;
  }

  List<CertificateNote> shownChain() {
    return watch.ownChain(shown);
  }

  boolean wasCompleted() {
    return completed;
  }

  @Nullable Throwable failure() {
    return failure == null ? transportError : failure;
  }

  /** Is told once how the handshake ended, after the listener. */
  @FunctionalInterface
  public interface End {
    /** With the record that the listener was given; on the event loop. */
    void onEnd(HandshakeRecord handshake);
  }

  private enum State {
    UNDERWAY,
    COMPLETE,
    FAILING,
    ENDED
  }
}
