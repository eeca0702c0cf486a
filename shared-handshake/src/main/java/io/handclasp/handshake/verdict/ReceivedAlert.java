package io.handclasp.handshake.verdict;

import io.handclasp.handshake.record.AlertNote;
import io.handclasp.handshake.record.Certainty;
import io.handclasp.handshake.record.Fault;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Negotiated;
import io.handclasp.handshake.record.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the other end means by an alert, or by hanging up without one: the alert is one byte, but
 * this end knows what it showed and judges that as the other would.
 */
final class ReceivedAlert {
  private static final Duration CLOCKS_APART = Duration.ofDays(1);

  private final OwnChain chain;
  private final HelloFaults hello;
  private final HandshakeRecord handshake;
  private final Negotiated seen;
  private final Role own;
  private final Instant at;

  ReceivedAlert(OwnChain chain, HelloFaults hello, HandshakeRecord handshake) {
    this.chain = chain;
    this.hello = hello;
    this.handshake = handshake;
    this.seen = handshake.negotiated();
    this.own = handshake.role();
    this.at = handshake.startedAt().plus(handshake.took());
  }

  /** The causes, the likeliest first; never empty. */
  List<Finding> findings(@Nullable AlertNote alert) {
    int number = alert == null ? -1 : alert.code();
    String told = alert == null ? "the other end hung up" : "the other end says " + alert.name();
    switch (number) {
      case Alerts.PROTOCOL_VERSION -> {
        return own == Role.CLIENT ? List.of(hello.versionAtClient()) : atServer(told);
      }
      case Alerts.NO_APPLICATION_PROTOCOL -> {
        return List.of(
            Finding.known(
                    Cause.ALPN_NONE_SHARED, told + "; this end offers " + seen.offeredProtocols())
                .by(offersHttp() ? Fault.PEER : Fault.OWN));
      }
      case Alerts.UNRECOGNIZED_NAME -> {
        return List.of(Finding.known(Cause.SNI_UNKNOWN, told + " of " + seen.serverName()));
      }
      case Alerts.BAD_RECORD_MAC, Alerts.DECRYPTION_FAILED, Alerts.RECORD_OVERFLOW -> {
        return List.of(
            Finding.inferred(Cause.RECORD_CORRUPTED, told + ": what came there was not what left"));
      }
      case Alerts.ACCESS_DENIED -> {
        return List.of(
            own == Role.CLIENT
                ? Finding.known(Cause.CLIENT_IDENTITY_NOT_ALLOWED, told + " to " + chain.title())
                : Finding.inferred(Cause.SERVER_CERT_REFUSED, told));
      }
      default -> {}
    }
    if (own == Role.CLIENT && isHello()) {
      return List.of(atClientHello(number, told));
    }
    boolean nothingShown =
        handshake.phase().equals("server-certificate") && handshake.peerChain().isEmpty();
    if (own == Role.CLIENT && nothingShown && number == Alerts.HANDSHAKE_FAILURE) {
      return List.of(
          Finding.inferred(
                  Cause.SIGNATURE_SCHEME_NONE_SHARED,
                  told
                      + " after it agreed on suite and group, and before it showed a certificate: its"
                      + " key goes with none of "
                      + seen.offeredSchemes())
              .by(Fault.PEER));
    }
    if (isWithheld() && number != Alerts.DECODE_ERROR) {
      return withheld();
    }
    return certificate(number, told);
  }

  private List<Finding> atServer(String told) {
    List<Finding> faults = hello.atServer();
    return faults.isEmpty()
        ? List.of(Finding.otherEnd(Cause.VERSION_NONE_SHARED, told + " to " + seen.version()))
        : faults;
  }

  private boolean offersHttp() {
    return seen.offeredProtocols().contains("h2") || seen.offeredProtocols().contains("http/1.1");
  }

  private boolean isHello() {
    return handshake.phase().equals("hello");
  }

  private Finding atClientHello(int number, String told) {
    return switch (number) {
      case Alerts.HANDSHAKE_FAILURE, Alerts.INSUFFICIENT_SECURITY, Alerts.ILLEGAL_PARAMETER ->
          hello.offerAtClient();
      case Alerts.DECODE_ERROR, Alerts.UNEXPECTED_MESSAGE ->
          Finding.inferred(Cause.RECORD_CORRUPTED, told + " to the first hello");
      case Alerts.INTERNAL_ERROR -> Finding.known(Cause.INTERNAL_FAILURE, told).by(Fault.PEER);
      default -> Finding.otherEnd(Cause.HANDSHAKE_REFUSED, told + " to the first hello");
    };
  }

  /** True where the server asked for a certificate and got none. */
  boolean isWithheld() {
    return own == Role.CLIENT
        && Boolean.TRUE.equals(seen.certificateRequested())
        && handshake.ownChain().isEmpty()
        && !handshake.phase().equals("server-certificate")
        && !seen.resumed();
  }

  /** A certificate that was not shown, and why not; what is missing comes before what follows. */
  List<Finding> withheld() {
    List<String> named = seen.requestedAuthorities();
    String keyType = chain.leaf().keyType();
    List<Finding> findings = new ArrayList<>();
    if (!named.isEmpty() && !chain.leadsTo(named)) {
      findings.add(
          Finding.known(
              Cause.CLIENT_CERT_WITHHELD,
              chain.title()
                  + " is issued by "
                  + chain.authority()
                  + ", but the server names "
                  + named));
      return findings;
    }
    String detail = "the own key is " + keyType + ", which the server does not take";
    if (!KeyCauses.isCommon(keyType)) {
      findings.add(Finding.known(KeyCauses.of(Role.CLIENT, keyType), detail));
    }
    findings.add(Finding.known(Cause.CLIENT_CERT_WITHHELD, detail));
    return findings;
  }

  private List<Finding> certificate(int number, String told) {
    List<Finding> faults = new ArrayList<>(chain.faults(at, seen.serverName()));
    faults.addAll(chain.faultsByOwnTrust(at));
    Set<Cause> meant = Alerts.meaning(number, own);
    List<Finding> fitting = faults.stream().filter(f -> meant.contains(f.cause())).toList();
    List<Finding> inferred = new ArrayList<>();
    if (fitting.isEmpty() && (faults.isEmpty() || Alerts.isSpecific(number))) {
      inferred.add(guess(number, told));
    }
    List<Finding> ordered = new ArrayList<>(fitting);
    ordered.addAll(faults);
    for (Finding finding : ordered) {
      if (inferred.stream().noneMatch(f -> f.cause() == finding.cause())) {
        // It is wrong for certain, but whether the other end means it is not.
        inferred.add(
            finding.certainty() == Certainty.KNOWN ? finding.as(Certainty.INFERRED) : finding);
      }
    }
    return inferred;
  }

  /** Where nothing is wrong with the own chain by itself. */
  private Finding guess(int number, String told) {
    return switch (number) {
      case Alerts.CERTIFICATE_EXPIRED -> clocks(told);
      case Alerts.CERTIFICATE_REVOKED ->
          Finding.inferred(twin("CERT_REVOKED"), told + "; no list here names " + chain.title());
      case Alerts.UNKNOWN_CA -> authority(told);
      case Alerts.DECRYPT_ERROR ->
          Finding.otherEnd(
              twin("CA_SAME_NAME_OTHER_KEY"),
              told
                  + ": it cannot verify a signature, so it may know "
                  + chain.authority()
                  + " by another key");
      case Alerts.UNSUPPORTED_CERTIFICATE ->
          KeyCauses.isCommon(chain.leaf().keyType())
              ? Finding.otherEnd(twin("CERT_REFUSED"), told + " of " + chain.title())
              : Finding.inferred(
                  KeyCauses.of(own, chain.leaf().keyType()),
                  told + "; the own key is " + chain.leaf().keyType());
      case Alerts.CERTIFICATE_UNKNOWN, Alerts.BAD_CERTIFICATE -> unspecified(told);
      case Alerts.ILLEGAL_PARAMETER,
          Alerts.DECODE_ERROR,
          Alerts.UNEXPECTED_MESSAGE,
          Alerts.INTERNAL_ERROR ->
          protocol(number, told);
      case -1 -> Finding.otherEnd(hungUp(), told + " without a word");
      case Alerts.CLOSE_NOTIFY, Alerts.USER_CANCELED -> Finding.otherEnd(hungUp(), told);
      default -> Finding.otherEnd(Cause.HANDSHAKE_REFUSED, told);
    };
  }

  private Cause hungUp() {
    return Twins.of(Twins.other(own), "CLOSES_WITHOUT_ALERT");
  }

  private Finding protocol(int number, String told) {
    if (chain.size() > Alerts.LARGE_CHAIN && !handshake.ownChain().isEmpty()) {
      return Finding.inferred(
          twin("CHAIN_TOO_LARGE"), told + "; the own chain has " + chain.size() + " bytes");
    }
    return number == Alerts.INTERNAL_ERROR
        ? Finding.known(Cause.INTERNAL_FAILURE, told).by(Fault.PEER)
        : Finding.inferred(Cause.RECORD_CORRUPTED, told + ": what came there was not what left");
  }

  /** The peer thinks that a chain which is valid here has run out, or has not begun. */
  private Finding clocks(String told) {
    Instant from = chain.leaf().notBefore();
    Instant until = chain.leaf().notAfter();
    boolean young = Duration.between(from, at).compareTo(Duration.between(at, until)) < 0;
    boolean begun = young && Duration.between(from, at).compareTo(CLOCKS_APART) < 0;
    return Finding.otherEnd(
        twin(begun ? "CERT_NOT_YET_VALID" : "CERT_EXPIRED"),
        told
            + ", but by this end's clock "
            + chain.title()
            + " is valid from "
            + from
            + " until "
            + until
            + ": the clocks differ, or the other end's revocation list has run out");
  }

  /** The other end knows no authority above the own chain. */
  private Finding authority(String told) {
    List<String> named = own == Role.CLIENT ? seen.requestedAuthorities() : List.of();
    if (!named.isEmpty() && chain.endsBelow(named)) {
      return Finding.inferred(
          twin("CA_SAME_NAME_OTHER_KEY"),
          told
              + ", but names "
              + chain.authority()
              + " itself: it has another key under that name");
    }
    if (!chain.isComplete() && chain.looksCutShort(at)) {
      return Finding.inferred(
          twin("INTERMEDIATE_MISSING"),
          told + "; the own chain ends at " + chain.title() + " without " + chain.authority());
    }
    return named.isEmpty()
        ? Finding.otherEnd(
            twin("CA_UNKNOWN"),
            told + ": it does not trust " + chain.authority() + ", or knows another of that name")
        : Finding.inferred(
            twin("CA_UNKNOWN"), told + " and names " + named + ", not " + chain.authority());
  }

  /** An alert that some programs send for whatever they find. */
  private Finding unspecified(String told) {
    if (own == Role.SERVER && seen.serverName() == null) {
      String address = host(handshake.local());
      for (Finding finding : chain.faults(at, address)) {
        if (finding.cause() == Cause.SERVER_IP_SAN_MISSING) {
          return Finding.inferred(finding.cause(), told + "; " + finding.detail());
        }
      }
    }
    boolean named =
        own == Role.CLIENT
            && !seen.requestedAuthorities().isEmpty()
            && chain.endsBelow(seen.requestedAuthorities());
    if (!named && !chain.isComplete() && chain.looksCutShort(at)) {
      return Finding.inferred(
          twin("INTERMEDIATE_MISSING"),
          told + "; the own chain ends at " + chain.title() + " without " + chain.authority());
    }
    if (isExact()) {
      return Finding.otherEnd(
          Twins.of(Twins.other(own), "CRL_EXPIRED"),
          told
              + " though nothing is wrong with "
              + chain.title()
              + ": its revocation list may have run out or be missing");
    }
    return Finding.otherEnd(
        twin(named ? "CA_SAME_NAME_OTHER_KEY" : "CA_UNKNOWN"),
        told
            + ", which its kind says of anything: it may not know "
            + chain.authority()
            + " by this key, or have no valid revocation list");
  }

  /**
   * True where the other end is no JDK, which says certificate_unknown of anything: only others
   * have hybrid groups.
   */
  private boolean isExact() {
    boolean jdkLike = seen.offeredGroups().contains("ffdhe2048") && own == Role.SERVER;
    String group = seen.group();
    return !jdkLike && group != null && group.contains("MLKEM");
  }

  private static String host(String address) {
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? address : address.substring(0, colon);
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private Cause twin(String name) {
    return Twins.of(own, name);
  }
}
