package io.handclasp.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.proxy.forward.Spread.Move;
import io.handclasp.proxy.forward.Spread.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpreadTest {
  private static final Work NONE = new Work(0, 0, 0);

  private double used = 0.3;
  private int asked;
  private final Spread spread = new Spread(8, this::used);

  private double used() {
    asked++;
    return used;
  }

  private static Work work(double cpu) {
    return new Work(cpu, 40, 10);
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
    Spread three = new Spread(3, this::used);
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
  void aFullLoopLetsConnectionsGoAfterASecondWhereAProcessorIsIdle() {
    assertThat(look(3, work(1))).isNull();

    assertThat(look(work(1))).isEqualTo(new Move(0, 20));
  }

  @Test
  void bringsTheFullestToTheMean() {
    look(work(1));

    assertThat(look(3, new Work(0.2, 9, 1), new Work(0.9, 40, 1))).isEqualTo(new Move(1, 15));
  }

  @Test
  void eachMoveMakesTheNextOneWaitTwiceAsLong() {
    Work[] bouncing = {work(1)};
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
  void nothingMovesWhereProcessorsAreBusyOrLoopsAreEven() {
    used = 0.9;
    assertThat(look(20, work(1))).isNull();
    used = 0.3;
    Work[] even = new Work[8];
    Arrays.fill(even, work(0.9));
    assertThat(look(20, even)).isNull();
  }

  @Test
  void oneConnectionCannotBeShared() {
    assertThat(look(20, new Work(1, 1, 100))).isNull();
  }

  @Test
  void manyRequestsOpenMoreWhereAProcessorIsIdle() {
    look(new Work(0.3, 200, 100));

    assertThat(spread.open()).isEqualTo(2);
  }

  @Test
  void manyRequestsOpenNoMoreWhereProcessorsAreBusy() {
    used = 0.9;
    look(20, new Work(0.3, 200, 100));

    assertThat(spread.open()).isOne();
  }

  @Test
  void requestsThatWaitForSomethingSlowOpenNoMore() {
    assertThat(look(20, new Work(0.05, 2000, 2000))).isNull();

    assertThat(spread.open()).isOne();
    assertThat(asked).isZero();
  }

  @Test
  void processorsThatTellNothingAreTakenForIdle() {
    used = -1;

    assertThat(look(4, work(1))).isNotNull();
  }
}
