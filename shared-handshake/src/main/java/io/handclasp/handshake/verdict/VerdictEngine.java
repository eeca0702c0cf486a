package io.handclasp.handshake.verdict;

import io.handclasp.handshake.record.AlertNote;
import io.handclasp.handshake.record.Certainty;
import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.Conclusion;
import io.handclasp.handshake.record.Ending;
import io.handclasp.handshake.record.Fault;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.HandshakeVerdict;
import io.handclasp.handshake.record.Negotiated;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.TrustNote;
import io.handclasp.pki.trust.Gap;
import io.handclasp.pki.trust.TrustReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Draws the conclusion from what was observed and what this end is and holds. Belongs to one epoch.
 * Safe for use by many threads; cheap where a handshake went well.
 *
 * <p>What ended the handshake comes first, as far as it is known or can be inferred; then whatever
 * else this end can see that would end the next one.
 */
public final class VerdictEngine implements HandshakeVerdict {
  private static final int LONGEST_DETAIL = 400;

  private final OwnSide own;
  private final OwnChain chain;
  private final OwnLists lists;

  /** For one end in one epoch. */
  public VerdictEngine(OwnSide own) {
    this.own = own;
    this.chain = new OwnChain(own);
    this.lists = new OwnLists(own.role(), own.judge());
  }

  @Override
  public HandshakeRecord complete(HandshakeRecord raw) {
    boolean refusedUnsaid =
        raw.outcome() == Outcome.PROVISIONAL
            && (raw.ending() == Ending.CLOSED_BY_PEER || raw.ending() == Ending.RESET_BY_PEER);
    return switch (raw.outcome()) {
      case ESTABLISHED -> established(raw);
      case PROBE -> raw;
      case PROVISIONAL -> refusedUnsaid ? failed(raw) : established(raw);
      case REFUSED, FAILED, NOT_TLS -> failed(raw);
    };
  }

  /** Sentences, each with its code, on what peers will object to in the own chain. */
  public List<String> faultsToCome(Instant now) {
    Finding tooMany = own.role() == Role.SERVER ? NamedAuthorities.tooMany(own.judge()) : null;
    if (tooMany != null) {
      return List.of("trust: " + tooMany.detail() + " [" + tooMany.cause().code() + "]");
    }
    return ownFaults(now);
  }

  /** Sentences, each with its code, on what any peer will object to in the own chain by itself. */
  public List<String> ownFaults(Instant now) {
    return chain.faults(now, null).stream()
        .map(f -> "own certificate: " + f.detail() + " [" + f.cause().code() + "]")
        .toList();
  }

  private HandshakeRecord established(HandshakeRecord raw) {
    List<String> mine = chain.warnings(end(raw));
    TrustNote trust = raw.trust();
    List<TrustNote.Reason> theirs = trust == null ? List.of() : trust.warnings();
    boolean odd = isOdd(raw);
    if (mine.isEmpty() && theirs.isEmpty() && !odd) {
      return raw;
    }
    Set<String> codes = new LinkedHashSet<>(peer(raw).warnings(theirs));
    if (odd) {
      oddities(raw, codes);
    }
    codes.addAll(mine);
    return codes.isEmpty()
        ? raw
        : raw.concluded(Conclusion.wellDone(List.copyOf(codes), own.stores()));
  }

  private static TrustCauses peer(HandshakeRecord raw) {
    return new TrustCauses(raw.role().other(), raw.peerChain());
  }

  private static boolean isOdd(HandshakeRecord raw) {
    Negotiated seen = raw.negotiated();
    return (raw.role() == Role.CLIENT && !seen.resumed() && raw.ownChain().isEmpty())
        || (seen.protocol() == null && !seen.offeredProtocols().isEmpty())
        || (seen.group() != null && OwnRefusal.isWeakDh(seen.group()));
  }

  private static void oddities(HandshakeRecord raw, Set<String> codes) {
    Negotiated seen = raw.negotiated();
    String group = seen.group();
    if (group != null && OwnRefusal.isWeakDh(group)) {
      codes.add(Cause.DH_WEAK.code());
    }
    if (Boolean.FALSE.equals(seen.certificateRequested())) {
      codes.add(Cause.SERVER_DOES_NOT_ASK_FOR_CLIENT_CERT.code());
    } else if (Boolean.TRUE.equals(seen.certificateRequested())
        && raw.role() == Role.CLIENT
        && !seen.resumed()
        && raw.ownChain().isEmpty()) {
      codes.add(Cause.CLIENT_CERT_WITHHELD.code());
    }
    boolean http =
        seen.offeredProtocols().contains("http/1.1") || seen.offeredProtocols().contains("h2");
    if (seen.protocol() == null && !seen.offeredProtocols().isEmpty() && !http) {
      codes.add(Cause.ALPN_NONE_SHARED.code());
    }
  }

  private static Instant end(HandshakeRecord raw) {
    return raw.startedAt().plus(raw.took());
  }

  private HandshakeRecord failed(HandshakeRecord raw) {
    HelloFaults hello = new HelloFaults(own, chain.leaf().keyType(), raw);
    List<Finding> primary = ended(raw, hello);
    Map<Cause, Finding> all = new LinkedHashMap<>();
    primary.forEach(f -> all.putIfAbsent(f.cause(), f));
    for (Finding finding : beside(raw, hello)) {
      if (!isAccountedFor(finding, all)) {
        all.putIfAbsent(finding.cause(), finding);
      }
    }
    return raw.concluded(conclusion(raw, List.copyOf(all.values())));
  }

  /** What this end could see wrong with itself besides, and would fail by next. */
  private List<Finding> beside(HandshakeRecord raw, HelloFaults hello) {
    if (raw.outcome() == Outcome.NOT_TLS || raw.phase().equals("connect")) {
      return List.of();
    }
    Instant at = end(raw);
    List<Finding> findings = new ArrayList<>();
    if (chain.gap(at) == Gap.LIKELY && !chain.isTrustedHere(at)) {
      findings.add(
          Finding.inferred(
              Twins.of(own.role(), "INTERMEDIATE_MISSING"),
              "the own chain ends at " + chain.top() + " without " + chain.authority()));
    }
    findings.addAll(chain.faults(at, raw.negotiated().serverName()));
    for (Finding finding : chain.faultsByOwnTrust(at)) {
      // The own trust store may know another of that name than the peer does.
      boolean ofOthers =
          finding.cause() == Twins.of(own.role(), "CA_SAME_NAME_OTHER_KEY")
              || finding.cause() == Twins.of(own.role(), "CERT_SIGNATURE_INVALID");
      findings.add(ofOthers ? finding.as(Certainty.OTHER_END) : finding);
    }
    if (raw.ownChain().isEmpty() && chain.isUnwelcome(raw.negotiated())) {
      findings.addAll(new ReceivedAlert(chain, hello, raw).withheld());
    }
    findings.addAll(lists.outdated(at));
    findings.addAll(lists.lacking());
    return findings;
  }

  /** What is withheld has not been shown, so that nothing else about it matters yet. */
  private static boolean isAccountedFor(Finding finding, Map<Cause, Finding> all) {
    return finding.certainty() != Certainty.KNOWN && all.containsKey(Cause.CLIENT_CERT_WITHHELD);
  }

  private List<Finding> ended(HandshakeRecord raw, HelloFaults hello) {
    TrustNote trust = raw.trust();
    if (trust != null && !trust.accepted()) {
      return refusedHere(raw, trust);
    }
    boolean oneWay =
        Boolean.FALSE.equals(raw.negotiated().certificateRequested()) && raw.alert() == null;
    if (oneWay && raw.role() == Role.CLIENT && raw.outcome() == Outcome.FAILED) {
      return List.of(
          Finding.known(
              Cause.SERVER_DOES_NOT_ASK_FOR_CLIENT_CERT,
              "the server completed the handshake without asking for this end's certificate"));
    }
    AlertNote alert = raw.alert();
    ReceivedAlert received = new ReceivedAlert(chain, hello, raw);
    return switch (raw.ending()) {
      case CONNECT_REFUSED ->
          List.of(Finding.known(Cause.BACKEND_NOT_LISTENING, "refused at " + raw.remote()));
      case CONNECT_TIMED_OUT ->
          List.of(Finding.known(Cause.BACKEND_UNREACHABLE, "no answer from " + raw.remote()));
      case UNREACHABLE ->
          List.of(Finding.known(Cause.BACKEND_UNREACHABLE, "no way to " + raw.remote()));
      case NAME_UNRESOLVED ->
          List.of(Finding.known(Cause.DNS_FAILURE, "no address for " + raw.remote()));
      case NOT_TLS -> List.of(foreign(raw));
      case ALERT_SENT -> new OwnRefusal(hello, raw).findings(alert);
      case ALERT_RECEIVED -> received.findings(alert);
      case TIMED_OUT -> silent(raw);
      case CLOSED_BY_PEER, RESET_BY_PEER -> hungUp(raw, received);
      case CLOSED_HERE -> closedHere(raw);
      case BROKEN_OFF, COMPLETED -> brokenOff(raw, received, hello);
    };
  }

  private List<Finding> refusedHere(HandshakeRecord raw, TrustNote trust) {
    List<Finding> findings = new ArrayList<>();
    if (raw.negotiated().resumed()) {
      findings.add(
          Finding.known(
              Cause.STALE_SESSION_AFTER_TRUST_CHANGE,
              "the session of "
                  + (raw.peerChain().isEmpty() ? "the peer" : raw.peerChain().get(0).subject())
                  + " would not be granted any more"));
    }
    Finding cut = cutShort(raw, trust);
    if (cut != null) {
      findings.add(cut);
    }
    Cause notShown = Twins.of(raw.role().other(), "INTERMEDIATE_MISSING");
    for (Finding finding : peer(raw).refusals(trust)) {
      if (cut != null && finding.cause() == notShown) {
        continue; // It may well have been shown, and was not seen.
      }
      findings.add(isNumberOfMine(finding, raw) ? collision(raw, finding) : finding);
    }
    Finding named =
        trust.anchor() == null && !raw.peerChain().isEmpty()
            ? lists.naming(raw.peerChain().get(0))
            : null;
    if (named != null) {
      findings.add(named);
    }
    return findings;
  }

  /** Where no way up was found in that part of a long chain which BoringSSL lets be judged. */
  private static @Nullable Finding cutShort(HandshakeRecord raw, TrustNote trust) {
    int shown = ShownSize.certificates(raw);
    boolean lost =
        trust.refusals().stream()
            .map(TrustNote.Reason::code)
            .anyMatch(
                code ->
                    code.equals(TrustReason.INTERMEDIATE_MISSING.code())
                        || code.equals(TrustReason.UNKNOWN_AUTHORITY.code()));
    if (!raw.provider().equals("openssl") || shown <= Alerts.MOST_JUDGED || !lost) {
      return null;
    }
    return Finding.inferred(
        Twins.of(raw.role().other(), "CHAIN_TOO_LARGE"),
        "the other end shows "
            + shown
            + " certificates, of which this end's TLS looks at "
            + Alerts.MOST_JUDGED
            + ", and those lead to no trusted authority");
  }

  /** The same issuer gave both ends the same number: the list may mean either. */
  private boolean isNumberOfMine(Finding finding, HandshakeRecord raw) {
    boolean revoked = finding.cause() == Twins.of(raw.role().other(), "CERT_REVOKED");
    if (!revoked || raw.peerChain().isEmpty()) {
      return false;
    }
    CertificateNote theirs = raw.peerChain().get(0);
    CertificateNote mine = chain.leaf();
    return theirs.issuer().equals(mine.issuer())
        && theirs.serial().equals(mine.serial())
        && !theirs.sha256().equals(mine.sha256());
  }

  private static Finding collision(HandshakeRecord raw, Finding revoked) {
    return Finding.inferred(
            Cause.REVOKED_BY_SERIAL_COLLISION,
            revoked.detail()
                + "; but this end's own certificate has the same number "
                + raw.peerChain().get(0).serial()
                + " of the same issuer")
        .by(Fault.PEER);
  }

  private static Finding foreign(HandshakeRecord raw) {
    String head = raw.detail() == null ? "" : raw.detail();
    Cause cause = ForeignTalk.of(raw.role(), head);
    return Finding.known(cause, "the first bytes are \"" + head + "\"");
  }

  private List<Finding> silent(HandshakeRecord raw) {
    Finding silent =
        Finding.known(
            Twins.of(raw.role().other(), "SILENT"),
            "nothing more came after " + lastHeard(raw) + " for " + raw.took().toMillis() + " ms");
    boolean choked = chain.isLarge() && !raw.ownChain().isEmpty();
    return choked
        ? List.of(
            Finding.inferred(
                Twins.of(raw.role(), "CHAIN_TOO_LARGE"),
                silent.detail() + "; the own chain has " + chain.length() + " certificates"),
            silent)
        : List.of(silent);
  }

  private static String lastHeard(HandshakeRecord raw) {
    for (int i = raw.steps().size() - 1; i >= 0; i--) {
      if (!raw.steps().get(i).sent()) {
        return raw.steps().get(i).kind().rfcName();
      }
    }
    return "the connection was up";
  }

  private List<Finding> hungUp(HandshakeRecord raw, ReceivedAlert received) {
    Role peer = raw.role().other();
    boolean cut =
        raw.steps().stream()
            .anyMatch(s -> !s.sent() && s.note() != null && s.note().startsWith("cut off"));
    if (cut) {
      return List.of(
          Finding.known(Cause.RECORD_TRUNCATED, "the connection ended amid " + lastHeard(raw)));
    }
    boolean reset = raw.ending() == Ending.RESET_BY_PEER;
    Finding plain =
        Finding.known(
            Twins.of(peer, reset ? "RESETS_AFTER_HELLO" : "CLOSES_AFTER_HELLO"),
            (reset ? "reset" : "closed") + " after " + lastHeard(raw));
    if (raw.phase().equals("hello")) {
      return List.of(plain);
    }
    // Behind the hello the likeliest reason is this end's certificate, refused without a word.
    if (received.isWithheld()) {
      return received.withheld();
    }
    boolean shown = !raw.ownChain().isEmpty();
    List<Finding> findings = shown ? received.findings(null) : List.of();
    boolean telling =
        !findings.isEmpty() && findings.get(0).cause() != Twins.of(peer, "CLOSES_WITHOUT_ALERT");
    if (telling) {
      return findings;
    }
    if (ShownSize.of(peer, raw) > Alerts.LARGE_CHAIN) {
      return List.of(
          Finding.inferred(
              Twins.of(peer, "CHAIN_TOO_LARGE"),
              plain.detail() + "; it had shown " + ShownSize.of(peer, raw) + " bytes"));
    }
    return List.of(
        reset ? plain : Finding.otherEnd(Twins.of(peer, "CLOSES_WITHOUT_ALERT"), plain.detail()));
  }

  private List<Finding> closedHere(HandshakeRecord raw) {
    Duration limit = own.handshakeTimeout();
    return raw.took().compareTo(limit.multipliedBy(9).dividedBy(10)) >= 0
        ? silent(raw)
        : List.of(Finding.known(Cause.CLOSED_HERE, "closed by this end after " + lastHeard(raw)));
  }

  private static List<Finding> brokenOff(
      HandshakeRecord raw, ReceivedAlert received, HelloFaults hello) {
    if (received.isWithheld() && raw.alert() != null) {
      return received.withheld();
    }
    return new OwnRefusal(hello, raw).findings(raw.alert());
  }

  private Conclusion conclusion(HandshakeRecord raw, List<Finding> findings) {
    Finding first = findings.get(0);
    List<String> also = findings.stream().skip(1).map(f -> f.cause().code()).toList();
    return new Conclusion(
        first.cause().code(),
        also,
        first.fault(raw.role()),
        first.certainty(),
        detail(first),
        evidence(raw, findings),
        warnings(raw, findings),
        own.stores());
  }

  private static String detail(Finding first) {
    String detail = first.cause().sentence() + " (" + first.detail() + ")";
    return detail.length() <= LONGEST_DETAIL
        ? detail
        : detail.substring(0, LONGEST_DETAIL - 1) + "…";
  }

  private static List<String> evidence(HandshakeRecord raw, List<Finding> findings) {
    List<String> evidence = new ArrayList<>();
    AlertNote alert = raw.alert();
    if (alert != null) {
      evidence.add((alert.sent() ? "this end sent " : "the other end sent ") + alert.name());
    } else {
      evidence.add("ending: " + raw.ending().word() + " in phase " + raw.phase());
    }
    for (Finding finding : findings) {
      evidence.add(
          switch (finding.certainty()) {
                case KNOWN -> "known: ";
                case INFERRED -> "inferred: ";
                case OTHER_END -> "only the other end can tell for certain: ";
              }
              + finding.cause().code()
              + ", "
              + finding.detail());
    }
    String text = raw.detail();
    if (text != null && raw.ending() != Ending.NOT_TLS) {
      evidence.add("this end's TLS says: " + text);
    }
    return evidence;
  }

  private List<String> warnings(HandshakeRecord raw, List<Finding> findings) {
    Set<String> codes = new LinkedHashSet<>();
    if (raw.trust() != null) {
      codes.addAll(peer(raw).warnings(raw.trust().warnings()));
    }
    codes.addAll(chain.warnings(end(raw)));
    findings.forEach(f -> codes.remove(f.cause().code()));
    return List.copyOf(codes);
  }
}
