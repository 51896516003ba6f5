"""What is measured, never asserted on time, and how the weights are learned."""
