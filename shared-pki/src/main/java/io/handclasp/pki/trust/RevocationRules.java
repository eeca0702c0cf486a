package io.handclasp.pki.trust;

import io.handclasp.pki.trust.RevocationList.Entry;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Revocation of every certificate of a path below its anchor (RFC 5280 §6.3). The newest valid list
 * of each scope decides, a delta list on top of it. Where no list is valid, one that names the
 * certificate over the issuer's signature still counts against it: revocation does not wear off
 * because a list ran out.
 */
final class RevocationRules {
  private final TrustPolicy policy;
  private final RevocationIndex index;
  private final Collection<CertificateFacts> known;
  private final SignatureChecks signatures;
  private final Instant at;
  private final Path path;
  private final Findings findings;

  RevocationRules(
      TrustPolicy policy,
      RevocationIndex index,
      Collection<CertificateFacts> known,
      SignatureChecks signatures,
      Instant at,
      Path path,
      Findings findings) {
    this.policy = policy;
    this.index = index;
    this.known = known;
    this.signatures = signatures;
    this.at = at;
    this.path = path;
    this.findings = findings;
  }

  /** Looks up each certificate, from the anchor down. */
  void apply() {
    if (policy.revocation() == RevocationPolicy.OFF) {
      return;
    }
    for (int i = path.size() - 2; i >= 0; i--) {
      lookUp(path.certificates().get(i), i);
    }
  }

  /**
   * Looks up a trusted leaf whose issuer is not at hand: a list of the issuer's name that names the
   * leaf counts against it, unless the two name different keys.
   */
  void applyWithoutIssuer(CertificateFacts leaf) {
    // No key is there to check the lists with. The operator configured them beside the leaf, and
    // the peer alone would gain from leaving the issuer out. An unchecked list can only refuse.
    for (RevocationList list : index.listsFor(leaf)) {
      Entry entry = list.find(leaf);
      if (entry == null || entry.reason() == Entry.REMOVE_FROM_LIST) {
        continue;
      }
      if (list.isOfOtherKeyThanThatOf(leaf)) {
        warnOfCollision(list, leaf);
        continue;
      }
      Answers answers = new Answers();
      answers.revoked = entry;
      findings.refuse(
          TrustReason.REVOKED,
          leaf,
          "revoked ("
              + entry.text()
              + ") by the list of "
              + text(list)
              + ", whose signature nobody here can check without the issuer's certificate");
      findings.note(note(leaf, answers, list));
    }
  }

  private void lookUp(CertificateFacts certificate, int place) {
    Answers answers = new Answers();
    for (RevocationList list : index.listsFor(certificate)) {
      sort(list, certificate, place, answers);
    }
    RevocationList counted = decide(certificate, answers);
    if (answers.revoked != null) {
      findings.refuse(
          TrustReason.REVOKED,
          certificate,
          "revoked (" + answers.revoked.text() + ") by the list of " + text(counted));
    } else if (answers.covered != RevocationScope.ALL_REASONS) {
      notCovered(certificate, answers);
    }
    findings.note(note(certificate, answers, counted));
  }

  /** What the lists say of one certificate. */
  private static final class Answers {
    final Map<RevocationScope, List<RevocationList>> complete = new LinkedHashMap<>();
    final List<RevocationList> deltas = new ArrayList<>();
    final List<RevocationList> unusable = new ArrayList<>();
    @Nullable String invalid;
    @Nullable RevocationList expired;
    @Nullable Entry revoked;
    @Nullable RevocationList counted;

    /** The newest list that spoke of it: the one that counted, or a delta list on top of it. */
    @Nullable RevocationList lastWord;

    int covered;
  }

  private void sort(RevocationList list, CertificateFacts certificate, int place, Answers answers) {
    if (list.facts().scope().reasonsFor(certificate, list.facts().issuer()) == 0
        && list.find(certificate) == null) {
      return;
    }
    if (!isSigned(list, place)) {
      if (list.find(certificate) != null && isSignedByKeyOfIssuer(list, place)) {
        answers.unusable.add(list);
        answers.invalid = lacksUse(path.certificates().get(place + 1));
      } else {
        foreign(list, certificate, place, answers);
      }
      return;
    }
    String problem = problemOf(list);
    if (problem == null && list.isDelta()) {
      answers.deltas.add(list);
    } else if (problem == null) {
      answers.complete.computeIfAbsent(list.facts().scope(), s -> new ArrayList<>()).add(list);
    } else {
      answers.unusable.add(list);
      answers.invalid = problem;
    }
    if (isExpired(list)) {
      answers.expired = list;
    }
  }

  private boolean isExpired(RevocationList list) {
    Instant until = list.facts().nextUpdate();
    return until != null && at.isAfter(until);
  }

  private @Nullable String problemOf(RevocationList list) {
    for (Problem problem : list.facts().problems()) {
      if (problem.refusedUnder(policy)) {
        return problem.detail();
      }
    }
    if (at.isBefore(list.facts().thisUpdate())) {
      return "it is valid only from " + list.facts().thisUpdate();
    }
    boolean strong =
        list.facts().signature().strength() == SignatureFacts.Strength.GOOD
            || (list.facts().signature().strength() == SignatureFacts.Strength.SHA1
                && policy.allowSha1());
    if (!strong) {
      return "it is signed with " + list.facts().signature().name();
    }
    return isExpired(list) ? "it ran out at " + list.facts().nextUpdate() : null;
  }

  /** True where the list was signed by an authority of this path, or one that it vouches for. */
  private boolean isSigned(RevocationList list, int place) {
    for (int i = place + 1; i < path.size(); i++) {
      if (signs(path.certificates().get(i), list)) {
        return true;
      }
    }
    for (CertificateFacts other : known) {
      if (!path.contains(other) && signs(other, list) && isVouchedFor(other, place)) {
        return true;
      }
    }
    return false;
  }

  /** A key that may sign no lists made this one all the same: it is nobody else's word. */
  private boolean isSignedByKeyOfIssuer(RevocationList list, int place) {
    CertificateFacts issuer = path.certificates().get(place + 1);
    return issuer.subject().equals(list.facts().issuer()) && list.isSignedBy(issuer, signatures);
  }

  private static String lacksUse(CertificateFacts issuer) {
    return "key usage of " + issuer.title() + " lacks cRLSign";
  }

  private boolean signs(CertificateFacts signer, RevocationList list) {
    return signer.subject().equals(list.facts().issuer())
        && signer.extensions().allowsUse(Extensions.CRL_SIGN)
        && list.isSignedBy(signer, signatures);
  }

  /** A separate key for lists: certified by an authority of this path, valid and strong itself. */
  private boolean isVouchedFor(CertificateFacts signer, int place) {
    boolean sound =
        signer.isValidAt(at)
            && signer.problems().stream().noneMatch(p -> p.refusedUnder(policy))
            && signer.key().sound()
            && !signer.key().isShorterThan(policy.minimumRsaBits());
    for (int i = place + 1; sound && i < path.size(); i++) {
      CertificateFacts authority = path.certificates().get(i);
      boolean issued =
          signer.issuer().equals(authority.subject())
              && signer.signature().strength() == SignatureFacts.Strength.GOOD
              && signatures.verifies(signer, authority);
      if (issued && !isRevoked(signer, authority)) {
        return true;
      }
    }
    return false;
  }

  private boolean isRevoked(CertificateFacts signer, CertificateFacts authority) {
    return index.listsFor(signer).stream()
        .anyMatch(l -> l.find(signer) != null && signs(authority, l));
  }

  /** A list of the right name that nobody of this path signed. */
  private void foreign(
      RevocationList list, CertificateFacts certificate, int place, Answers answers) {
    CertificateFacts issuer = path.certificates().get(place + 1);
    boolean lacksUse = !issuer.extensions().allowsUse(Extensions.CRL_SIGN);
    if (list.find(certificate) != null && !list.namesKeyOf(issuer)) {
      warnOfCollision(list, certificate);
    }
    if (answers.invalid == null) {
      answers.invalid =
          lacksUse ? lacksUse(issuer) : "its signature is not by the key of " + issuer.title();
    }
  }

  private void warnOfCollision(RevocationList list, CertificateFacts certificate) {
    findings.warn(
        TrustReason.SERIAL_COLLISION,
        certificate,
        "the list of another authority called "
            + list.issuerText()
            + " holds its serial number "
            + certificate.serial().toString(16)
            + "; it is not about this certificate");
  }

  private @Nullable RevocationList decide(CertificateFacts certificate, Answers answers) {
    List<RevocationList> bases = new ArrayList<>();
    for (List<RevocationList> lists : answers.complete.values()) {
      lists.sort(Comparator.comparing(l -> l.facts().thisUpdate()));
      RevocationList newest = newest(lists);
      bases.add(newest);
      answers.covered |= newest.facts().scope().reasonsFor(certificate, newest.facts().issuer());
      if (answers.revoked == null) {
        answers.counted = newest;
        answers.lastWord = newest;
        answers.revoked = withDelta(certificate, newest, answers);
      }
    }
    for (RevocationList delta : answers.deltas) {
      if (bases.stream().noneMatch(base -> settles(base, delta))) {
        answers.unusable.add(delta);
      }
    }
    for (RevocationList list : answers.unusable) {
      Entry entry = list.find(certificate);
      boolean newer =
          answers.lastWord == null
              || answers.covered != RevocationScope.ALL_REASONS
              || list.isNewerThan(answers.lastWord);
      if (newer && entry != null && entry.reason() != Entry.REMOVE_FROM_LIST) {
        answers.revoked = entry;
        answers.counted = list;
        answers.lastWord = list;
      }
    }
    return answers.counted;
  }

  private static RevocationList newest(List<RevocationList> lists) {
    RevocationList newest = lists.get(0);
    for (RevocationList list : lists) {
      newest = list.isNewerThan(newest) ? list : newest;
    }
    return newest;
  }

  private static @Nullable Entry withDelta(
      CertificateFacts certificate, RevocationList base, Answers answers) {
    Entry entry = base.find(certificate);
    RevocationList delta = null;
    for (RevocationList list : answers.deltas) {
      boolean newer = delta == null || list.isNewerThan(delta);
      delta = newer && addsTo(list, base) ? list : delta;
    }
    Entry change = delta == null ? null : delta.find(certificate);
    if (change == null) {
      return entry;
    }
    answers.lastWord = delta;
    boolean released = change.reason() == Entry.REMOVE_FROM_LIST;
    boolean held = entry == null || entry.reason() == Entry.CERTIFICATE_HOLD;
    return released ? (held ? null : entry) : change;
  }

  /** True where a delta list adds to that base, or is older, so that the base knows of it. */
  private static boolean settles(RevocationList base, RevocationList delta) {
    boolean older = isOfSameKind(delta, base) && !delta.isNewerThan(base);
    return older || addsTo(delta, base);
  }

  private static boolean addsTo(RevocationList delta, RevocationList base) {
    BigInteger number = base.facts().number();
    BigInteger from = delta.facts().deltaBase();
    return number != null
        && from != null
        && from.compareTo(number) <= 0
        && delta.isNewerThan(base)
        && isOfSameKind(delta, base);
  }

  private static boolean isOfSameKind(RevocationList delta, RevocationList base) {
    return delta.facts().issuer().equals(base.facts().issuer())
        && delta.facts().scope().equals(base.facts().scope());
  }

  private void notCovered(CertificateFacts certificate, Answers answers) {
    String issuer = certificate.issuerText();
    if (answers.expired != null) {
      report(
          TrustReason.REVOCATION_LIST_EXPIRED,
          certificate,
          "the revocation list of " + issuer + " ran out at " + until(answers.expired));
    } else if (answers.invalid != null) {
      report(
          TrustReason.REVOCATION_LIST_INVALID,
          certificate,
          "the revocation list of " + issuer + " cannot be used: " + answers.invalid);
    } else {
      report(
          TrustReason.REVOCATION_LIST_MISSING,
          certificate,
          "no revocation list of " + issuer + " covers it");
    }
  }

  private static String until(RevocationList list) {
    return String.valueOf(list.facts().nextUpdate());
  }

  private void report(TrustReason reason, CertificateFacts certificate, String detail) {
    if (policy.revocation() == RevocationPolicy.REQUIRE) {
      findings.refuse(reason, certificate, detail);
    } else {
      findings.warn(reason, certificate, detail);
    }
  }

  private static String text(@Nullable RevocationList list) {
    return list == null ? "its issuer" : list.issuerText() + " of " + list.facts().thisUpdate();
  }

  private static RevocationNote note(
      CertificateFacts certificate, Answers answers, @Nullable RevocationList counted) {
    RevocationNote.Status status =
        answers.revoked != null
            ? RevocationNote.Status.REVOKED
            : answers.covered == RevocationScope.ALL_REASONS
                ? RevocationNote.Status.GOOD
                : RevocationNote.Status.UNKNOWN;
    if (counted == null) {
      return new RevocationNote(certificate.certificate(), status, null, null, null, null);
    }
    return new RevocationNote(
        certificate.certificate(),
        status,
        counted.issuerText(),
        counted.facts().number(),
        counted.facts().thisUpdate(),
        counted.facts().nextUpdate());
  }
}
