package io.handclasp.handshake.journal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinedHandshakeTest {
  @Test
  void joinsBothEndsByTheirHello() {
    List<JoinedHandshake> joined =
        JoinedHandshake.join(
            List.of(
                Samples.established(1, Role.CLIENT),
                Samples.established(2, Role.CLIENT),
                Samples.established(3, Role.SERVER),
                Samples.established(1, Role.SERVER)));

    assertThat(joined).hasSize(3);
    assertThat(joined.get(0).client()).isNotNull();
    assertThat(joined.get(0).server()).isNotNull();
    assertThat(joined.get(1).server()).isNull();
    assertThat(joined.get(2).client()).isNull();
  }

  @Test
  void findsTheDifferenceOfTheClocksFromTheMessages() {
    Duration ahead = Duration.ofHours(-3).plusMillis(17);
    Duration later = Duration.ofNanos(400_000);
    JoinedHandshake joined =
        JoinedHandshake.of(
            Samples.established(1, Role.CLIENT), Samples.established(1, Role.SERVER, ahead, later));

    assertThat(joined.clock()).isEqualTo(new ClockOffset(later, Duration.ofNanos(500_000), ahead));
    assertThat(joined.steps())
        .allSatisfy(
            step ->
                assertThat(step.receivedAt())
                    .isEqualTo(requireNonNull(step.sentAt()).plusNanos(500_000)));
  }

  @Test
  void ordersTheMessagesAsTheyHappened() {
    JoinedHandshake joined =
        JoinedHandshake.of(
            Samples.established(1, Role.CLIENT),
            Samples.established(1, Role.SERVER, Duration.ofDays(2), Duration.ofNanos(90_000)));

    assertThat(joined.steps())
        .extracting(JoinedStep::kind)
        .containsExactlyElementsOf(
            Samples.established(1, Role.CLIENT).steps().stream().map(Step::kind).toList());
    assertThat(joined.steps().get(0).sender()).isEqualTo(Role.CLIENT);
    assertThat(joined.steps().get(1).sender()).isEqualTo(Role.SERVER);
  }

  @Test
  void believesTheEndThatCouldReadWhatTheOtherSawEncrypted() {
    HandshakeRecord client = Samples.established(1, Role.CLIENT);
    List<Step> sealed =
        client.steps().stream()
            .map(
                step ->
                    step.kind() == Step.Kind.CLIENT_HELLO || step.kind() == Step.Kind.SERVER_HELLO
                        ? step
                        : new Step(
                            Step.Kind.ENCRYPTED,
                            step.sent(),
                            step.bytes() + 22,
                            step.offset(),
                            null))
            .toList();

    StepMatch match =
        new StepMatch(WithSteps.of(client, sealed), Samples.established(1, Role.SERVER));

    assertThat(match.joined(Duration.ZERO))
        .hasSize(client.steps().size())
        .noneMatch(step -> step.kind() == Step.Kind.ENCRYPTED);
  }

  @Test
  void takesTheWordOfTheEndThatKnows() {
    JoinedHandshake joined =
        JoinedHandshake.of(Samples.refused(1, Role.CLIENT), Samples.refused(1, Role.SERVER));

    assertThat(joined.best().role()).isEqualTo(Role.SERVER);
    assertThat(JoinedHandshake.of(Samples.refused(1, Role.CLIENT)).best().role())
        .isEqualTo(Role.CLIENT);
  }

  @Test
  void tellsOfOneEndWithItsTimesAlone() {
    JoinedHandshake alone = JoinedHandshake.of(Samples.established(1, Role.SERVER));

    assertThat(alone.clock()).isNull();
    assertThat(alone.steps().get(0).sentAt()).isNull();
    assertThat(alone.steps().get(0).receivedAt()).isEqualTo(Duration.ofNanos(600_000));
    assertThat(alone.steps().get(1).sentAt()).isEqualTo(Duration.ofNanos(1_100_000));
  }
}
