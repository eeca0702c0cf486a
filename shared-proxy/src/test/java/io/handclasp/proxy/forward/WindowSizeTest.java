package io.handclasp.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WindowSizeTest {
  private double load = 1;
  private int asked;
  private final WindowSize size = new WindowSize(64, 1024, this::load, Duration.ofDays(1));

  private double load() {
    asked++;
    return load;
  }

  private void lookWhileCrowded() {
    size.onUnderWay(64);
    size.adapt();
  }

  @Test
  void holdsNobodyUpAtFirst() {
    assertThat(size.present()).isEqualTo(1024);
  }

  @Test
  void isSmallAtOnceWhereAllProcessorsAreBusy() {
    lookWhileCrowded();

    assertThat(size.present()).isEqualTo(64);
  }

  @Test
  void growsWhileOneIsIdle() {
    lookWhileCrowded();
    load = 0.5;
    lookWhileCrowded();
    assertThat(size.present()).isEqualTo(128);

    for (int i = 0; i < 10; i++) {
      lookWhileCrowded();
    }

    assertThat(size.present()).isEqualTo(1024);
  }

  @Test
  void staysAsItIsInBetween() {
    lookWhileCrowded();
    load = 0.9;
    lookWhileCrowded();

    assertThat(size.present()).isEqualTo(64);
  }

  @Test
  void growsWhereTheLoadIsNotKnown() {
    lookWhileCrowded();
    load = -1;
    lookWhileCrowded();

    assertThat(size.present()).isEqualTo(128);
  }

  @Test
  void growsOnceFewAreUnderWay() {
    lookWhileCrowded();
    size.onUnderWay(63);
    size.adapt();

    assertThat(asked).isOne();
    assertThat(size.present()).isEqualTo(128);
  }

  @Test
  void asksNobodyWhereLittleIsUnderWay() {
    size.onUnderWay(63);
    size.adapt();

    assertThat(asked).isZero();
    assertThat(size.present()).isEqualTo(1024);
  }

  @Test
  void looksByItselfAndBeginsAnewAfterAnEnd() throws Exception {
    Semaphore looks = new Semaphore(0);
    WindowSize live = new WindowSize(64, 1024, () -> noting(looks), Duration.ofMillis(1));
    live.onUnderWay(64);
    assertThat(looks.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    live.stop();
    looks.drainPermits();

    live.onUnderWay(64);

    assertThat(looks.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    live.stop();
  }

  private static double noting(Semaphore looks) {
    looks.release();
    return 1;
  }

  @Test
  void asksTheMachine() {
    WindowSize real = new WindowSize();
    real.onUnderWay(1000);
    real.adapt();
    real.stop();

    assertThat(real.present()).isPositive();
  }
}
