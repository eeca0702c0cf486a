package io.handclasp.handshake.verdict;

import io.handclasp.handshake.record.AlertNote;
import io.handclasp.handshake.record.Certainty;
import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.Fault;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Negotiated;
import io.handclasp.handshake.record.Role;
import io.handclasp.pki.trust.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the other end means by an alert, or by hanging up without one: the alert is one byte, but
 * this end knows what it showed and judges that as the other would.
 */
final class ReceivedAlert {
  private static final Duration CLOCKS_APART = Duration.ofDays(1);

  /** Hexadecimal digits of numbers that somebody counted up; longer ones are random and unique. */
  private static final int LONGEST_COUNTED = 8;

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
        return own == Role.CLIENT ? hello.refusedVersionAtClient() : atServer(told);
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
      return atClientHello(number, told);
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
    List<Finding> key = own == Role.CLIENT ? keyOfServer(told) : keyOfClient(number, told);
    if (!key.isEmpty()) {
      return key;
    }
    if (isWithheld() && number != Alerts.DECODE_ERROR) {
      return withheld();
    }
    List<Finding> findings = certificate(number, told);
    if (chain.isLarge() && !handshake.ownChain().isEmpty() && Alerts.isOfSize(number)) {
      Finding large =
          Finding.inferred(
              twin("CHAIN_TOO_LARGE"),
              told
                  + "; the own chain has "
                  + chain.length()
                  + " certificates, "
                  + chain.size()
                  + " bytes");
      findings =
          findings.stream()
              .filter(f -> f.certainty() != Certainty.OTHER_END)
              .filter(f -> f.cause() != Cause.RECORD_CORRUPTED)
              .filter(f -> f.cause() != Cause.INTERNAL_FAILURE)
              .toList();
      return Stream.concat(Stream.of(large), findings.stream()).toList();
    }
    return findings;
  }

  /** Where the server cannot sign with its own key what this end accepts. */
  private List<Finding> keyOfServer(String told) {
    if (handshake.peerChain().isEmpty() || seen.offeredSchemes().isEmpty()) {
      return List.of();
    }
    String keyType = handshake.peerChain().get(0).keyType();
    // Before TLS 1.3 a scheme names no curve, but Java goes by it all the same.
    boolean exact = "TLSv1.3".equals(seen.version()) || keyType.startsWith("EC ");
    return KeyCauses.isCommon(keyType) || KeyCauses.canSign(keyType, seen.offeredSchemes(), exact)
        ? List.of()
        : List.of(
            Finding.inferred(
                KeyCauses.of(Role.SERVER, keyType),
                told + " after it showed a key of " + keyType + ", which this end does not take"));
  }

  /** A client that finds nothing wrong with the server, and then cannot go on, lacks a proof. */
  private List<Finding> keyOfClient(int number, String told) {
    boolean failed = number == Alerts.HANDSHAKE_FAILURE || number == Alerts.INTERNAL_ERROR;
    boolean asked = Boolean.TRUE.equals(seen.certificateRequested()) && !isHello();
    if (!failed || !asked || chain.isLarge()) {
      return List.of();
    }
    if (!handshake.peerChain().isEmpty()) {
      String keyType = handshake.peerChain().get(0).keyType();
      return KeyCauses.isCommon(keyType)
          ? List.of()
          : List.of(
              Finding.inferred(
                  KeyCauses.of(Role.CLIENT, keyType),
                  told + " after it showed a key of " + keyType));
    }
    if (!chain.faults(at, seen.serverName()).isEmpty()) {
      return List.of();
    }
    Finding key =
        Finding.otherEnd(
            Cause.CLIENT_CERT_CURVE_UNSUPPORTED,
            told
                + " where its certificate was due: its key may go with none of the schemes that this"
                + " end takes");
    Finding otherwise =
        number == Alerts.HANDSHAKE_FAILURE
            ? Finding.otherEnd(
                Cause.SERVER_CERT_REFUSED,
                "or else it refuses " + chain.title() + " by a rule of its own")
            : Finding.otherEnd(Cause.INTERNAL_FAILURE, "or else its TLS failed").by(Fault.PEER);
    return List.of(key, otherwise);
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

  private List<Finding> atClientHello(int number, String told) {
    return switch (number) {
      case Alerts.HANDSHAKE_FAILURE, Alerts.INSUFFICIENT_SECURITY, Alerts.ILLEGAL_PARAMETER ->
          hello.offerAtClient();
      case Alerts.DECODE_ERROR, Alerts.UNEXPECTED_MESSAGE ->
          List.of(Finding.inferred(Cause.RECORD_CORRUPTED, told + " to the first hello"));
      case Alerts.INTERNAL_ERROR ->
          List.of(Finding.known(Cause.INTERNAL_FAILURE, told).by(Fault.PEER));
      default -> List.of(Finding.otherEnd(Cause.HANDSHAKE_REFUSED, told + " to the first hello"));
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
      if (chain.gap(at) != Gap.NONE) {
        findings.add(
            Finding.inferred(
                Cause.CLIENT_INTERMEDIATE_MISSING,
                "or else "
                    + chain.top()
                    + " leads there by "
                    + chain.authority()
                    + ", which is missing"));
      }
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
      inferred.addAll(guesses(number, told));
    } else if (!Alerts.isSpecific(number) && lacksAnotherThan(faults)) {
      // What stands in the chain's way comes before what is wrong with its leaf.
      inferred.addAll(authority(told));
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

  /** True where the chain's missing link is not what the faults are about. */
  private boolean lacksAnotherThan(List<Finding> faults) {
    return chain.gap(at) == Gap.LIKELY
        && faults.stream().noneMatch(f -> f.cause() == twin("CHAIN_UNRELATED"));
  }

  /** Where nothing is wrong with the own chain by itself. */
  private List<Finding> guesses(int number, String told) {
    return switch (number) {
      case Alerts.UNKNOWN_CA -> longOrUnknown(told);
      case Alerts.CERTIFICATE_REVOKED -> revoked(told);
      case Alerts.CERTIFICATE_UNKNOWN, Alerts.BAD_CERTIFICATE -> unspecified(told);
      default -> List.of(guess(number, told));
    };
  }

  private Finding guess(int number, String told) {
    return switch (number) {
      case Alerts.CERTIFICATE_EXPIRED -> clocks(told);
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

  private List<Finding> revoked(String told) {
    CertificateNote mine = chain.leaf();
    for (CertificateNote theirs : handshake.peerChain()) {
      if (theirs.issuer().equals(mine.issuer())
          && theirs.serial().equals(mine.serial())
          && !theirs.sha256().equals(mine.sha256())) {
        return List.of(
            Finding.inferred(
                Cause.REVOKED_BY_SERIAL_COLLISION,
                told + "; both ends' certificates have the number " + mine.serial()));
      }
    }
    Finding revoked =
        Finding.inferred(twin("CERT_REVOKED"), told + "; no list here names " + chain.title());
    if (chain.length() > 1) {
      return List.of(
          revoked,
          Finding.otherEnd(twin("ISSUER_REVOKED"), "or else a list names an authority above it"));
    }
    if (mine.serial().length() > LONGEST_COUNTED) {
      return List.of(revoked);
    }
    return List.of(
        revoked,
        Finding.otherEnd(
            Cause.REVOKED_BY_SERIAL_COLLISION,
            "or else its list means another certificate with the number " + mine.serial()));
  }

  private Cause hungUp() {
    return Twins.of(own.other(), "CLOSES_WITHOUT_ALERT");
  }

  private Finding protocol(int number, String told) {
    if (number != Alerts.DECODE_ERROR && !KeyCauses.isCommon(chain.leaf().keyType())) {
      return Finding.inferred(
          KeyCauses.of(own, chain.leaf().keyType()),
          told + "; the own key is " + chain.leaf().keyType());
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

  /** Programs that look at the first certificates alone say so of a chain that goes on. */
  private List<Finding> longOrUnknown(String told) {
    List<Finding> unknown = authority(told);
    if (chain.length() <= Alerts.MOST_JUDGED) {
      return unknown;
    }
    Finding large =
        Finding.otherEnd(
            twin("CHAIN_TOO_LARGE"),
            told
                + "; the own chain has "
                + chain.length()
                + " certificates, and many programs look at "
                + Alerts.MOST_JUDGED
                + " or fewer");
    return Stream.concat(Stream.of(large), unknown.stream().map(f -> f.as(Certainty.OTHER_END)))
        .toList();
  }

  /** The other end knows no authority above the own chain. */
  private List<Finding> authority(String told) {
    List<String> named = own == Role.CLIENT ? seen.requestedAuthorities() : List.of();
    if (!named.isEmpty() && chain.endsBelow(named)) {
      return List.of(
          Finding.inferred(
              twin("CA_SAME_NAME_OTHER_KEY"),
              told
                  + ", but names "
                  + chain.authority()
                  + " itself: it has another key under that name"));
    }
    Finding unknown =
        named.isEmpty()
            ? Finding.otherEnd(
                twin("CA_UNKNOWN"),
                told
                    + ": it does not trust "
                    + chain.authority()
                    + ", or knows another of that name")
            : Finding.inferred(
                twin("CA_UNKNOWN"), told + " and names " + named + ", not " + chain.authority());
    return withGap(unknown, told);
  }

  /** With a missing intermediate as the likelier or the other possibility, where it can be one. */
  private List<Finding> withGap(Finding other, String told) {
    String cut = "the own chain ends at " + chain.top() + " without " + chain.authority();
    return switch (chain.gap(at)) {
      case NONE -> List.of(other);
      case POSSIBLE ->
          List.of(other, Finding.inferred(twin("INTERMEDIATE_MISSING"), "or else " + cut));
      case LIKELY ->
          List.of(
              Finding.inferred(twin("INTERMEDIATE_MISSING"), told + "; " + cut),
              other.as(Certainty.OTHER_END));
    };
  }

  /** An alert that some programs send for whatever they find. */
  private List<Finding> unspecified(String told) {
    if (own == Role.SERVER && seen.serverName() == null) {
      String address = host(handshake.local());
      for (Finding finding : chain.faults(at, address)) {
        if (finding.cause() == Cause.SERVER_IP_SAN_MISSING) {
          return List.of(Finding.inferred(finding.cause(), told + "; " + finding.detail()));
        }
      }
    }
    boolean named =
        own == Role.CLIENT
            && !seen.requestedAuthorities().isEmpty()
            && chain.endsBelow(seen.requestedAuthorities());
    if (isExact()) {
      return List.of(
          Finding.otherEnd(
              Twins.of(own.other(), "CRL_EXPIRED"),
              told
                  + " though nothing is wrong with "
                  + chain.title()
                  + ": its revocation list may have run out"),
          Finding.otherEnd(
              Twins.of(own.other(), "CRL_MISSING_FOR_ISSUER"), "or else it has no list"));
    }
    Finding authority =
        Finding.otherEnd(
            twin(named ? "CA_SAME_NAME_OTHER_KEY" : "CA_UNKNOWN"),
            told
                + ", which its kind says of anything: it may not know "
                + chain.authority()
                + " by this key");
    Finding revoked =
        Finding.otherEnd(
            twin("CERT_REVOKED"),
            told
                + ", which its kind says of anything: its revocation list may name "
                + chain.title());
    Finding outdated =
        Finding.otherEnd(
            Twins.of(own.other(), "CRL_EXPIRED"), "or else its revocation list has run out");
    if (named && chain.isTrustedHere(at)) {
      // It names the authority, and this end knows the very key: so rather its list than its trust.
      return List.of(revoked, outdated, authority);
    }
    List<Finding> findings = new ArrayList<>(named ? List.of(authority) : withGap(authority, told));
    findings.add(revoked);
    findings.add(outdated);
    return findings;
  }

  /**
   * True where the other end is no JDK, which says certificate_unknown of anything. A JDK offers
   * finite-field groups or x448 and, unlike BoringSSL, asks for signatures of RSA-PSS keys; it has
   * no hybrid groups.
   */
  private boolean isExact() {
    if (own == Role.SERVER) {
      return !seen.offeredGroups().isEmpty()
          && !seen.offeredGroups().contains("ffdhe2048")
          && !seen.offeredGroups().contains("x448");
    }
    String group = seen.group();
    boolean asksPlainly =
        !seen.requestedSchemes().isEmpty()
            && !seen.requestedSchemes().contains("rsa_pss_pss_sha256");
    return asksPlainly || (group != null && group.contains("MLKEM"));
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
