"""What is being argued: comments on one topic and provision in clusters, told in their own words."""
