package io.handclasp.handshake.view;

import io.handclasp.handshake.journal.JoinedHandshake;
import io.handclasp.handshake.journal.JoinedStep;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.Step;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The four steps of mutual TLS as one explains them: the client says hello and asks for the
 * server's certificate; the server says hello with its certificate; the server asks for the
 * client's certificate; the client answers with it. TLS 1.3 sends the third before the second ends.
 */
final class Walkthrough {
  private static final String[] SENTENCES = {
    "the client says hello and asks for the server's certificate",
    "the server says hello with its certificate",
    "the server asks for the client's certificate",
    "the client answers with its certificate"
  };

  private static final String NONE = "the client answers that it has no certificate to show";

  private final JoinedHandshake handshake;
  private final IdentityHashMap<JoinedStep, String> marks = new IdentityHashMap<>();
  private final Map<Integer, String> seen = new HashMap<>();

  Walkthrough(JoinedHandshake handshake) {
    this.handshake = handshake;
    for (JoinedStep step : handshake.steps()) {
      mark(step);
    }
    markSealed(Role.SERVER);
    markSealed(Role.CLIENT);
  }

  private void mark(JoinedStep step) {
    switch (step.kind()) {
      case CLIENT_HELLO -> mark(step, 1);
      case SERVER_HELLO, SERVER_CERTIFICATE -> mark(step, 2);
      case CERTIFICATE_REQUEST -> mark(step, 3);
      case CLIENT_CERTIFICATE -> {
        if (showed(Role.CLIENT)) {
          mark(step, 4);
        }
      }
      default -> {}
    }
  }

  private void mark(JoinedStep step, int number) {
    marks.put(step, "(" + number + ")");
    seen.put(number, "");
  }

  /** What could not be read on the wire, the key and trust managers saw all the same. */
  private void markSealed(Role sender) {
    for (JoinedStep step : handshake.steps()) {
      if (step.kind() == Step.Kind.ENCRYPTED && step.sender() == sender) {
        String mark = sender == Role.SERVER ? sealedOfServer() : sealedOfClient();
        if (!mark.isEmpty()) {
          marks.put(step, mark);
        }
        return;
      }
    }
  }

  private String sealedOfServer() {
    boolean certificate = showed(Role.SERVER) && !isResumed();
    if (certificate) {
      seen.put(2, "");
    }
    if (isAsked() && !seen.containsKey(3)) {
      seen.put(3, "encrypted; the managers saw it");
    }
    if (certificate) {
      return isAsked() ? "(2)(3)" : "(2)";
    }
    return "";
  }

  private String sealedOfClient() {
    if (!showed(Role.CLIENT) || isResumed()) {
      return "";
    }
    seen.put(4, "encrypted; the managers saw it");
    return "(4)";
  }

  private boolean showed(Role role) {
    Party party = role == Role.CLIENT ? Party.client(handshake) : Party.server(handshake);
    return !party.chain().isEmpty();
  }

  private boolean isAsked() {
    return handshake.ends().stream()
        .anyMatch(end -> Boolean.TRUE.equals(end.negotiated().certificateRequested()));
  }

  private boolean isResumed() {
    return handshake.ends().stream().anyMatch(end -> end.negotiated().resumed());
  }

  /** The mark of a message, or nothing. */
  String mark(JoinedStep step, String otherwise) {
    return marks.getOrDefault(step, otherwise);
  }

  /** The four sentences, with what became of each. */
  void tell(Page page) {
    for (int number = 1; number <= SENTENCES.length; number++) {
      boolean empty = number == 4 && hasAnsweredEmpty();
      page.words(2, "(" + number + ") ", empty ? NONE : SENTENCES[number - 1] + fate(number));
    }
  }

  private String fate(int number) {
    String how = seen.get(number);
    if (how != null && !(number == 2 && isResumed())) {
      return how.isEmpty() ? "" : " (" + how + ")";
    }
    if (isResumed() && number > 1) {
      return ": not shown again, an earlier session is resumed";
    }
    return ": did not come to it";
  }

  private boolean hasAnsweredEmpty() {
    boolean answered =
        handshake.steps().stream().anyMatch(step -> step.kind() == Step.Kind.CLIENT_CERTIFICATE)
            || handshake.ends().stream().anyMatch(Walkthrough::isComplete);
    return answered && isAsked() && !isResumed() && !seen.containsKey(4);
  }

  private static boolean isComplete(HandshakeRecord end) {
    return List.of("finished", "established", "client-certificate").contains(end.phase());
  }
}
