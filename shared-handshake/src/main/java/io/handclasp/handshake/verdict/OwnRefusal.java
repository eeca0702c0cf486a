package io.handclasp.handshake.verdict;

import io.handclasp.handshake.record.AlertNote;
import io.handclasp.handshake.record.Ending;
import io.handclasp.handshake.record.Fault;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Negotiated;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.Step;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why this end's TLS gave up, where it was not for the peer's certificate. */
final class OwnRefusal {
  private final HelloFaults hello;
  private final HandshakeRecord handshake;
  private final Negotiated seen;
  private final Role own;

  OwnRefusal(HelloFaults hello, HandshakeRecord handshake) {
    this.hello = hello;
    this.handshake = handshake;
    this.seen = handshake.negotiated();
    this.own = handshake.role();
  }

  /** The causes, the likeliest first; never empty. */
  List<Finding> findings(@Nullable AlertNote alert) {
    int number = alert == null ? -1 : alert.code();
    Finding large = tooLarge(own.other());
    if (large == null && number == -1 && handshake.ending() == Ending.BROKEN_OFF) {
      large = tooLarge(own); // The JDK cannot put a session with such a chain into a ticket.
    }
    if (large == null && handshake.provider().equals("jdk") && Alerts.isOfSize(number)) {
      large = tooLong();
    }
    if (large != null) {
      return List.of(large);
    }
    if (number == Alerts.BAD_RECORD_MAC
        || number == Alerts.DECRYPTION_FAILED
        || number == Alerts.RECORD_OVERFLOW) {
      return List.of(Finding.known(Cause.RECORD_CORRUPTED, "a record cannot be opened"));
    }
    List<Finding> found = own == Role.SERVER ? atServer(number) : atClient(number);
    if (!found.isEmpty()) {
      return found;
    }
    Finding key = keyOfPeer(number);
    return List.of(key == null ? otherwise(number) : key);
  }

  /** Where BoringSSL fails behind a certificate whose kind of key it does not verify with. */
  private @Nullable Finding keyOfPeer(int number) {
    boolean failed =
        number == Alerts.INTERNAL_ERROR
            || number == Alerts.ILLEGAL_PARAMETER
            || number == Alerts.HANDSHAKE_FAILURE;
    if (!failed || !handshake.provider().equals("openssl") || handshake.peerChain().isEmpty()) {
      return null;
    }
    String keyType = handshake.peerChain().get(0).keyType();
    return KeyCauses.isCommon(keyType)
        ? null
        : Finding.inferred(
            KeyCauses.of(own.other(), keyType),
            "this end's TLS gave up on the other end's key of " + keyType);
  }

  private List<Finding> atServer(int number) {
    // The JDK says ServerHello, and in TLS 1.2 Certificate, before it looks whether its key is of
    // use; nothing but the hello has come until then.
    boolean inOwnFlight = handshake.phase().equals("server-certificate");
    if (handshake.phase().equals("hello") || inOwnFlight) {
      List<Finding> faults = hello.atServer();
      Set<Cause> meant = meant(number);
      if (faults.stream().anyMatch(f -> meant.contains(f.cause()))) {
        return java.util.stream.Stream.concat(
                faults.stream().filter(f -> meant.contains(f.cause())),
                faults.stream().filter(f -> !meant.contains(f.cause())))
            .toList();
      }
      return isGarbled(number) ? List.of() : faults;
    }
    if (handshake.phase().equals("client-certificate") && handshake.trust() == null) {
      return withoutCertificate(number);
    }
    return keyMismatch(number);
  }

  private static Set<Cause> meant(int number) {
    return switch (number) {
      case Alerts.PROTOCOL_VERSION ->
          Set.of(
              Cause.VERSION_CLIENT_11_ONLY,
              Cause.VERSION_SERVER_11_ONLY,
              Cause.VERSION_CLIENT_12_SERVER_13,
              Cause.VERSION_CLIENT_13_SERVER_12);
      case Alerts.NO_APPLICATION_PROTOCOL -> Set.of(Cause.ALPN_NONE_SHARED);
      default -> java.util.EnumSet.complementOf(java.util.EnumSet.of(Cause.ALPN_NONE_SHARED));
    };
  }

  private static boolean isGarbled(int number) {
    return number == Alerts.DECODE_ERROR
        || number == Alerts.UNEXPECTED_MESSAGE
        || number == Alerts.ILLEGAL_PARAMETER;
  }

  /** Where the client's certificate never came to be judged. */
  private List<Finding> withoutCertificate(int number) {
    if (isGarbled(number) || number == Alerts.DECRYPT_ERROR) {
      return keyMismatch(number);
    }
    String none = "the client showed no certificate";
    if (hello.isOfAFront()) {
      return List.of(
          Finding.otherEnd(
              Cause.CLIENT_CERT_WITHHELD,
              none + ", but its hello is one of a client-proxy, which always has one"),
          Finding.otherEnd(Cause.CLIENT_CERT_NONE_CONFIGURED, "or else it has none"));
    }
    return List.of(
        Finding.otherEnd(Cause.CLIENT_CERT_NONE_CONFIGURED, none),
        Finding.otherEnd(
            Cause.CLIENT_CERT_WITHHELD,
            "or else it has one that leads to none of the authorities named to it, as Java programs"
                + " do"));
  }

  /** The certificate was taken, the proof of its key was not. */
  private List<Finding> keyMismatch(int number) {
    boolean trusted = handshake.trust() != null && handshake.trust().accepted();
    boolean sealed = number == -1 && handshake.ending() == Ending.ALERT_SENT;
    boolean proof =
        number == Alerts.DECRYPT_ERROR
            || (trusted && (sealed || number == Alerts.HANDSHAKE_FAILURE));
    // A client that said Finished has verified the server's proof before.
    boolean past =
        own == Role.CLIENT
            && handshake.steps().stream().anyMatch(s -> s.kind() == Step.Kind.CLIENT_FINISHED);
    if (!proof || (past && number != Alerts.DECRYPT_ERROR)) {
      return List.of();
    }
    return List.of(
        Finding.inferred(
            Twins.of(own.other(), "KEY_CERT_MISMATCH"),
            "what the other end signed cannot be verified with the key of its certificate"));
  }

  private List<Finding> atClient(int number) {
    boolean otherVersion =
        seen.version() != null && !seen.offeredVersions().contains(seen.version());
    if (number == Alerts.PROTOCOL_VERSION || otherVersion) {
      return List.of(hello.versionAtClient());
    }
    String group = seen.group();
    if (group != null && isWeakDh(group)) {
      return List.of(Finding.known(Cause.DH_WEAK, "the server's parameters are " + group));
    }
    if (group != null && isForeign(group)) {
      return List.of(
          Finding.known(
                  Cause.GROUP_NONE_SHARED,
                  "the server chose " + group + " of " + seen.offeredGroups())
              .by(Fault.PEER));
    }
    if (number == Alerts.NO_APPLICATION_PROTOCOL) {
      return List.of(
          Finding.known(Cause.ALPN_NONE_SHARED, "the server chose " + seen.protocol())
              .by(Fault.PEER));
    }
    if (handshake.phase().equals("hello")) {
      return List.of();
    }
    Finding key = hello.ownKeyAtClient();
    return key == null || isGarbled(number) || number == Alerts.DECRYPT_ERROR
        ? keyMismatch(number)
        : List.of(key);
  }

  /** True for a group that this end did not offer; what Recorder calls {@code dh} has no name. */
  private boolean isForeign(String group) {
    return !seen.offeredGroups().isEmpty()
        && !seen.offeredGroups().contains(group)
        && !group.startsWith("dh");
  }

  /** True for finite-field groups below 2048 bits, which Recorder calls {@code dh1024}. */
  static boolean isWeakDh(String group) {
    if (!group.startsWith("dh")) {
      return false;
    }
    try {
      return Integer.parseInt(group.substring(2)) < 2048;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private @Nullable Finding tooLarge(Role shower) {
    long bytes = ShownSize.of(shower, handshake);
    return bytes <= Alerts.LARGE_CHAIN
        ? null
        : Finding.inferred(
            Twins.of(shower, "CHAIN_TOO_LARGE"),
            (shower == own ? "this" : "the other")
                + " end's certificates have more than "
                + bytes
                + " bytes");
  }

  private @Nullable Finding tooLong() {
    return ShownSize.isLongForJava(handshake)
        ? Finding.inferred(
            Twins.of(own.other(), "CHAIN_TOO_LARGE"),
            "the other end shows more certificates than this end's TLS takes")
        : null;
  }

  private Finding otherwise(int number) {
    return switch (number) {
      case Alerts.DECODE_ERROR, Alerts.UNEXPECTED_MESSAGE, Alerts.ILLEGAL_PARAMETER ->
          Finding.inferred(
              Cause.RECORD_CORRUPTED, "a message of the other end cannot be understood");
      case Alerts.DECRYPT_ERROR ->
          Finding.inferred(Cause.RECORD_CORRUPTED, "the ends do not remember the same messages");
      case Alerts.INTERNAL_ERROR ->
          Finding.known(Cause.INTERNAL_FAILURE, "this end's TLS failed").by(Fault.OWN);
      case -1 -> Finding.inferred(Cause.RECORD_CORRUPTED, "this end's TLS gave up on what it read");
      default ->
          Finding.inferred(Cause.PROTOCOL_VIOLATED, "the other end does not keep to the protocol")
              .by(Fault.PEER);
    };
  }
}
