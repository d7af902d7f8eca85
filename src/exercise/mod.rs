//! The listing exercise: plan, stages, burdens, benefits, timeline.
