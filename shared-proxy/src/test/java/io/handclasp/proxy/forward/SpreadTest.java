package io.handclasp.proxy.forward;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.handclasp.proxy.forward.Spread.Move;
import io.handclasp.proxy.forward.Spread.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpreadTest {
  private static final Work NONE = new Work(0, 0);

  private boolean room = true;
  private int asked;
  private final Spread spread = new Spread(8, this::room);

  private boolean room() {
    asked++;
    return room;
  }

  private static Work work(double cpu) {
    return new Work(cpu, 10);
  }

  private @Nullable Move look(Work... first) {
    List<Work> work = new ArrayList<>(Arrays.asList(first));
    while (work.size() < 8) {
      work.add(NONE);
    }
    return spread.look(work);
  }

  private @Nullable Move look(int times, Work... first) {
    Move last = null;
    for (int i = 0; i < times; i++) {
      last = look(first);
    }
    return last;
  }

  @Test
  void oneLoopIsEnoughWhileItIsNotFull() {
    assertThat(look(20, work(0.69))).isNull();

    assertThat(spread.open()).isOne();
    assertThat(asked).isZero();
  }

  @Test
  void opensTwiceAsManyWhereTheyAreFull() {
    look(work(0.8));
    assertThat(spread.open()).isEqualTo(2);
    look(work(0.8), work(0.7));
    assertThat(spread.open()).isEqualTo(4);
    look(work(0.8), work(0.7), work(0.9), work(0.9));
    look(work(1), work(1), work(1), work(1), work(1), work(1), work(1), work(1));

    assertThat(spread.open()).isEqualTo(8);
  }

  @Test
  void closesAllButOneAtOnceWhereThereIsNothingToDo() {
    look(work(0.8));
    look(work(0.8), work(0.8));
    look();

    assertThat(spread.open()).isOne();
  }

  @Test
  void isOfAsManyAsThereAre() {
    Spread three = new Spread(3, this::room);
    three.look(List.of(work(1), NONE, NONE));
    three.look(List.of(work(1), work(1), NONE));

    assertThat(three.open()).isEqualTo(3);
  }

  @Test
  void closesThemAfterASecondOfLittleWork() {
    look(work(0.8));
    look(3, work(0.5));
    assertThat(spread.open()).isEqualTo(2);

    look(work(0.5));

    assertThat(spread.open()).isOne();
  }

  @Test
  void aMomentOfWorkKeepsThemOpen() {
    look(work(0.8));
    look(3, work(0.5));
    look(work(0.65));
    look(3, work(0.5));

    assertThat(spread.open()).isEqualTo(2);
  }

  @Test
  void closesNoMoreThanHalfAtATime() {
    look(work(0.8));
    look(work(0.8), work(0.8));
    look(work(0.8), work(0.8), work(0.8), work(0.8));
    look(4, work(0.5));

    assertThat(spread.open()).isEqualTo(4);
  }

  @Test
  void aFullLoopLetsHalfOfItsWorkGoAfterASecondWhereAProcessorIsIdle() {
    assertThat(look(3, work(1))).isNull();

    assertThat(look(work(1))).isEqualTo(new Move(0, 0.5));
  }

  @Test
  void bringsTheFullestAndTheLeastFullToTheirMean() {
    look(work(1));

    Move move = requireNonNull(look(3, work(0.21), work(0.84)));

    assertThat(move.loop()).isOne();
    assertThat(move.share()).isCloseTo(0.375, within(1e-9)); // 0.315 of 0.84
  }

  @Test
  void aLoopAtItsEndMovesTheMomentAnotherHasRoom() {
    look(work(1));

    assertThat(look(3, work(1), work(0.57))).isNotNull();
  }

  @Test
  void nothingMovesWhereTheOthersHaveNoRoomEither() {
    look(work(1));

    assertThat(look(20, work(0.9), work(0.65))).isNull();
  }

  @Test
  void aMoveThatHelpsIsFollowedByTheNextInASecond() {
    assertThat(look(4, work(1))).isNotNull();
    assertThat(look(4, work(0.85), work(0.1))).isNotNull();
    assertThat(look(3, work(0.75), work(0.2))).isNull();
    assertThat(look(work(0.75), work(0.2))).isNotNull();
  }

  @Test
  void aMoveThatDoesNotHelpMakesTheNextOneWaitTwiceAsLong() {
    Work[] bouncing = {work(1)};
    assertThat(look(4, bouncing)).isNotNull();
    assertThat(look(4, bouncing)).isNotNull();
    assertThat(look(7, bouncing)).isNull();
    assertThat(look(bouncing)).isNotNull();
    assertThat(look(15, bouncing)).isNull();
    assertThat(look(bouncing)).isNotNull();

    look(240, work(0.65));

    assertThat(look(3, bouncing)).isNull();
    assertThat(look(bouncing)).isNotNull();
  }

  @Test
  void waitsAMinuteAtMost() {
    Work[] bouncing = {work(1)};
    int moves = 0;
    for (int i = 0; i < 4 * 60 * 60; i++) {
      moves += look(bouncing) == null ? 0 : 1;
    }

    assertThat(moves).isBetween(60, 70);
  }

  @Test
  void anEvenLookAmongUnevenOnesOnlyDelaysAMove() {
    for (int i = 0; i < 2; i++) {
      assertThat(look(2, work(1))).isNull();
      room = false;
      assertThat(look(work(1))).isNull();
      room = true;
    }

    assertThat(look(work(1))).isNull();
    assertThat(look(work(1))).isNotNull();
  }

  @Test
  void nothingMovesWhereProcessorsAreBusyOrLoopsAreEven() {
    room = false;
    assertThat(look(20, work(1))).isNull();
    room = true;
    Work[] even = new Work[8];
    Arrays.fill(even, work(0.9));
    assertThat(look(20, even)).isNull();
  }

  @Test
  void manyRequestsOpenMoreWhereAProcessorIsIdle() {
    look(new Work(0.3, 100));

    assertThat(spread.open()).isEqualTo(2);
  }

  @Test
  void manyRequestsOpenNoMoreWhereProcessorsAreBusy() {
    room = false;
    look(20, new Work(0.3, 100));

    assertThat(spread.open()).isOne();
  }

  @Test
  void requestsCountByAndByAsTheLoopWorks() {
    assertThat(new Work(0.1, 6400).load()).isCloseTo(0.14, within(0.01));
    assertThat(new Work(0.2, 640).load()).isCloseTo(5, within(0.01));
    assertThat(new Work(0.3, 640).load()).isCloseTo(10, within(0.01));
    assertThat(new Work(1, 640).load()).isCloseTo(10, within(0.01));
  }

  @Test
  void requestsThatWaitForSomethingSlowOpenNoMore() {
    assertThat(look(20, new Work(0.05, 2000))).isNull();

    assertThat(spread.open()).isOne();
    assertThat(asked).isZero();
  }
}
