package io.handclasp.handshake.journal;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds for each message of one end the same one of the other: the first ClientHello is the first
 * ClientHello. Where one end could read what the other saw encrypted, only what was read counts.
 */
final class StepMatch {
  private final List<StepPair> pairs = new ArrayList<>();
  private final List<Step> clientAlone = new ArrayList<>();
  private final List<Step> serverAlone = new ArrayList<>();

  StepMatch(HandshakeRecord client, HandshakeRecord server) {
    match(client.steps(), server.steps(), true);
    match(client.steps(), server.steps(), false);
  }

  private void match(List<Step> client, List<Step> server, boolean byClient) {
    List<Step> ofClient = only(client, byClient);
    List<Step> ofServer = only(server, !byClient);
    if (couldRead(ofClient) != couldRead(ofServer)) {
      ofClient.removeIf(step -> couldRead(ofServer) && isSealed(step));
      ofServer.removeIf(step -> couldRead(ofClient) && isSealed(step));
    }
    for (Step step : ofClient) {
      int same = indexOfSame(step, ofServer);
      if (same >= 0) {
        pairs.add(new StepPair(step, ofServer.remove(same)));
      } else {
        clientAlone.add(step);
      }
    }
    serverAlone.addAll(ofServer);
  }

  private static List<Step> only(List<Step> steps, boolean sent) {
    List<Step> found = new ArrayList<>();
    for (Step step : steps) {
      if (step.sent() == sent) {
        found.add(step);
      }
    }
    return found;
  }

  private static boolean couldRead(List<Step> steps) {
    return steps.stream().noneMatch(StepMatch::isSealed);
  }

  private static boolean isSealed(Step step) {
    return step.kind() == Step.Kind.ENCRYPTED;
  }

  private static int indexOfSame(Step step, List<Step> others) {
    for (int i = 0; i < others.size(); i++) {
      Step other = others.get(i);
      if (other.kind() == step.kind() && (!isSealed(step) || other.bytes() == step.bytes())) {
        return i;
      }
    }
    return -1;
  }

  List<StepPair> pairs() {
    return pairs;
  }

  /** All messages on the client's clock, in the order in which they happened. */
  List<JoinedStep> joined(Duration shift) {
    List<JoinedStep> steps = new ArrayList<>();
    for (StepPair pair : pairs) {
      Duration here = pair.client().offset();
      Duration there = pair.server().offset().plus(shift);
      steps.add(
          pair.client().sent()
              ? joined(pair.client(), Role.CLIENT, here, there, pair.server().note())
              : joined(pair.server(), Role.SERVER, there, here, pair.client().note()));
    }
    clientAlone.forEach(step -> steps.add(alone(step, Role.CLIENT, Duration.ZERO)));
    serverAlone.forEach(step -> steps.add(alone(step, Role.SERVER, shift)));
    // Stable: messages of one end that left in the same moment keep their order.
    steps.sort(Comparator.comparing(JoinedStep::at));
    return steps;
  }

  private static JoinedStep joined(
      Step step, Role sender, Duration sent, Duration received, @Nullable String otherNote) {
    String note = step.note() == null ? otherNote : step.note();
    return new JoinedStep(step.kind(), sender, step.bytes(), sent, received, note);
  }

  /** A message that one end alone told of. */
  static JoinedStep alone(Step step, Role teller, Duration shift) {
    Duration at = step.offset().plus(shift);
    Role sender = step.sent() ? teller : teller.other();
    return new JoinedStep(
        step.kind(),
        sender,
        step.bytes(),
        step.sent() ? at : null,
        step.sent() ? null : at,
        step.note());
  }
}
