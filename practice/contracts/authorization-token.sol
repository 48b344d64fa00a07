// SPDX-License-Identifier: MIT
pragma solidity ^0.8.26;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";

/// @title A USDC-like token that moves by signature: `transferWithAuthorization` (EIP-3009) and `permit` (EIP-2612).
/// @dev The payer signs, somebody else sends. EIP-712 domain: name "Practice Authorization Token", version "1".
contract AuthorizationToken is ERC20Permit, ERC3009 {
    constructor() ERC20("Practice Authorization Token", "AUTH") ERC20Permit("Practice Authorization Token") {}

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    /// @notice Makes `value` units out of nothing for `to`: this is practice money.
    function mint(address to, uint256 value) external {
        _mint(to, value);
    }
}
