package io.handclasp.handshake.observe;

import io.handclasp.handshake.record.AlertNote;
import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.Ending;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Negotiated;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.handshake.record.OwnStores;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.Step;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Writes the record of one observation, once it is over. */
final class Recorder {
  private static final int MOST_AUTHORITIES = 32;

  private final Observation observation;
  private final HandshakeWatch watch;
  private final Wire wire;
  private final HandshakeFacts facts;

  Recorder(Observation observation, HandshakeWatch watch) {
    this.observation = observation;
    this.watch = watch;
    this.wire = observation.wire();
    this.facts = wire.facts();
  }

  HandshakeRecord write(Outcome outcome, Ending ending) {
    ClientHello hello = facts.clientHello();
    JudgedChain judged = observation.judged();
    long took = wire.now();
    List<Step> steps = wire.steps();
    return new HandshakeRecord(
        observation.id(),
        hello == null ? null : hello.random(),
        ConnectionNumbers.of(observation.channel()),
        watch.role(),
        watch.provider(),
        address(observation.channel().localAddress()),
        address(observation.channel().remoteAddress()),
        observation.startedAt(),
        Duration.ofNanos(took),
        outcome,
        ending,
        "",
        List.of(),
        null,
        null,
        phase(outcome),
        detail(outcome),
        List.of(),
        alert(ending),
        steps,
        negotiated(),
        ownChain(),
        judged == null ? List.of() : judged.shown(),
        judged == null ? null : judged.note(),
        phases(steps, took),
        List.of(),
        OwnStores.UNKNOWN);
  }

  private @Nullable String detail(Outcome outcome) {
    if (outcome == Outcome.NOT_TLS) {
      return wire.foreign();
    }
    return Failures.describe(observation.failure());
  }

  private @Nullable AlertNote alert(Ending ending) {
    AlertNote seen = wire.alert();
    if (seen != null || watch.isOpenSsl()) {
      return seen;
    }
    return switch (ending) {
      case ALERT_RECEIVED -> JdkAlerts.received(observation.failure());
      case ALERT_SENT -> JdkAlerts.sent(observation.failure());
      default -> null;
    };
  }

  private String phase(Outcome outcome) {
    if (outcome == Outcome.ESTABLISHED) {
      return "established";
    }
    if (observation.wasCompleted()) {
      return "client-certificate";
    }
    ServerHello hello = facts.serverHello();
    if (hello == null || hello.retry()) {
      return "hello";
    }
    return watch.role() == Role.CLIENT ? clientPhase() : serverPhase();
  }

  private String clientPhase() {
    boolean refused = observation.judged() != null && observation.verifiedChain().isEmpty();
    boolean answered = facts.finishedSeen(Role.CLIENT) || wire.hasSealedFromClient();
    if (refused || !answered) {
      return "server-certificate";
    }
    return observation.wasAsked() ? "client-certificate" : "finished";
  }

  private String serverPhase() {
    JudgedChain judged = observation.judged();
    if (judged != null) {
      return judged.decision().accepted() ? "finished" : "client-certificate";
    }
    boolean answered = facts.certificates(Role.CLIENT) >= 0 || wire.hasSealedFromClient();
    return answered ? "client-certificate" : "server-certificate";
  }

  private List<CertificateNote> ownChain() {
    return observation.hasShown() ? observation.shownChain() : List.of();
  }

  private Negotiated negotiated() {
    ClientHello client = facts.clientHello();
    ServerHello server = facts.serverHello();
    HandshakeFacts.CertificateRequest request = facts.request();
    return new Negotiated(
        client == null ? List.of() : client.versions(),
        client == null ? List.of() : client.suites(),
        client == null ? List.of() : client.groups(),
        client == null ? List.of() : client.schemes(),
        client == null ? List.of() : client.protocols(),
        client == null ? null : client.serverName(),
        server == null ? null : TlsNames.version(server.version()),
        server == null ? null : TlsNames.suite(server.suite()),
        facts.group(),
        facts.serverScheme(),
        protocol(),
        isResumed(),
        authorities(request),
        request == null ? List.of() : request.schemes(),
        certificateRequested());
  }

  private @Nullable String protocol() {
    if (!observation.wasCompleted()) {
      ServerHello hello = facts.serverHello();
      return hello == null ? null : hello.protocol();
    }
    SSLEngine engine = observation.engine();
    String protocol = engine.getApplicationProtocol();
    return protocol == null || protocol.isEmpty() ? null : protocol;
  }

  private boolean isResumed() {
    return facts.isResumed(observation.wasCompleted());
  }

  private @Nullable Boolean certificateRequested() {
    if (facts.request() != null || observation.wasAsked()) {
      return true;
    }
    if (watch.role() == Role.SERVER) {
      // Our server always asks, except where it takes up an old session.
      return (facts.serverHello() == null || isResumed()) ? null : Boolean.TRUE;
    }
    return (observation.wasCompleted() && !isResumed()) ? Boolean.FALSE : null;
  }

  private List<String> authorities(HandshakeFacts.@Nullable CertificateRequest request) {
    if (request != null) {
      return watch.authorityNames().of(request.authorities());
    }
    Principal[] asked = observation.authorities();
    if (asked == null) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < asked.length && i < MOST_AUTHORITIES; i++) {
      names.add(asked[i].getName());
    }
    return names;
  }

  /** Where the time went; only phases whose ends were seen. */
  private static Map<String, Duration> phases(List<Step> steps, long took) {
    Map<String, Duration> phases = new LinkedHashMap<>();
    Duration begin = Duration.ZERO;
    for (Step step : steps) {
      String phase =
          switch (step.kind()) {
            case SERVER_HELLO -> "hello";
            case SERVER_FINISHED, SERVER_HELLO_DONE -> "server-certificate";
            case CLIENT_FINISHED -> "client-certificate";
            default -> null;
          };
      if (phase != null && !phases.containsKey(phase)) {
        phases.put(phase, step.offset().minus(begin));
        begin = step.offset();
      }
    }
    phases.put("finished", Duration.ofNanos(took).minus(begin));
    return phases;
  }

  static String address(@Nullable SocketAddress address) {
    if (address instanceof InetSocketAddress inet) {
      String host =
          inet.getAddress() == null ? inet.getHostString() : inet.getAddress().getHostAddress();
      return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + inet.getPort();
    }
    return address == null ? "" : address.toString();
  }
}
