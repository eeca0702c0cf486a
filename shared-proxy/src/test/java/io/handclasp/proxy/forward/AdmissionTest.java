package io.handclasp.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final Admission admission = new Admission(1);
  private final List<String> admitted = new ArrayList<>();

  @Test
  void admitsInTheOrderInWhichTheyCame() {
    assertThat(admission.enter()).isTrue();
    await("first");
    await("second").giveUp();
    await("third");

    admission.leave();
    admission.leave();

    assertThat(admitted).containsExactly("first", "third");
    assertThat(admission.enter()).isFalse();
    admission.leave();
    assertThat(admission.enter()).isTrue();
  }

  @Test
  void forgetsThoseWhoGaveUpWhileAllPlacesAreTaken() {
    assertThat(admission.enter()).isTrue();
    for (int i = 0; i < 1_000; i++) {
      await("in vain").giveUp();
    }
    await("patient");

    assertThat(admission.queued()).isEqualTo(1);
    admission.leave();
    assertThat(admitted).containsExactly("patient");
  }

  private Admission.Ticket await(String who) {
    return admission.await(Runnable::run, () -> admitted.add(who));
  }
}
